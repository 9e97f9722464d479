// Words of the desk practice: every key begins with 'practice.'.
export const practice = {
  'practice.what': 'What you can practise at this seat',
  'practice.done': 'Done on this machine',
  'practice.todo': 'Not yet',
  'practice.count': 'Practised {0} of {1}',
  'practice.none': 'Nothing to practise at this seat',
  'practice.none.text': 'Please sign in at another seat.',
  'practice.private': 'This list is on your machine only. Nobody else sees it.',
  'practice.mark': 'I have practised this',
} as const;
