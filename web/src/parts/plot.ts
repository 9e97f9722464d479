// uPlot with its style, fetched when the first chart is shown.
import 'uplot/dist/uPlot.min.css';

export { default } from 'uplot';
