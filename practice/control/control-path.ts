/** Everything under `/practice/` belongs to the control side and is no part of the JumpServer protocol. */
export function isControlPath(path: string): boolean {
  return path === '/practice' || path.startsWith('/practice/');
}
