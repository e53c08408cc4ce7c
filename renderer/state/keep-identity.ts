/**
 * `after` with every part that equals its part in `before` replaced by that one, so that what has not changed is the same
 * object and what shows it is not drawn again. Elements of lists are matched by their `id` where they have one. For plain data.
 */
export function keepIdentity<T>(before: unknown, after: T): T {
  // What is kept equals what it stands for, so its type is the same.
  return kept(before, after) as T;
}

function kept(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (Array.isArray(after)) return Array.isArray(before) ? keptList(before, after) : after;
  if (!isRecord(after) || !isRecord(before)) return after;
  const names = Object.keys(after);
  let same = names.length === Object.keys(before).length;
  const result: Record<string, unknown> = {};
  for (const name of names) {
    const value = kept(before[name], after[name]);
    result[name] = value;
    if (!Object.is(value, before[name]) || !(name in before)) same = false;
  }
  return same ? before : result;
}

function keptList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const byId = new Map<unknown, unknown>();
  for (const one of before) if (isRecord(one) && 'id' in one) byId.set(one['id'], one);
  const result = after.map((one, index) =>
    kept(isRecord(one) && 'id' in one ? byId.get(one['id']) : before[index], one),
  );
  return result.length === before.length && result.every((one, index) => Object.is(one, before[index]))
    ? before
    : result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
