// Everything of bpmn-js in one piece, fetched when the first diagram is shown. Its watermark must stay to be seen.
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';

export { default as NavigatedViewer } from 'bpmn-js/lib/NavigatedViewer';
