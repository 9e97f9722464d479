// Words of the desk practice: every key begins with 'practice.'.
export const practice = {
  'practice.what': 'Việc bạn được luyện ở vị trí này',
  'practice.done': 'Đã làm trên máy này',
  'practice.todo': 'Chưa làm',
  'practice.count': 'Đã luyện {0} trên {1} việc',
  'practice.none': 'Vị trí này không có việc nào để luyện',
  'practice.none.text': 'Hãy đăng nhập bằng một vị trí khác.',
  'practice.private': 'Danh sách này chỉ nằm trên máy của bạn. Không ai khác xem được.',
  'practice.mark': 'Tôi đã luyện việc này',
} as const;
