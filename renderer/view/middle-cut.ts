/** Shorter names fit whole. */
const SHORT = 24;
const TAIL = 20;

/**
 * Splits a long name so that CSS can cut its head and keep its end, because the end tells servers apart
 * (`prod-cn-shanghai-b-kaf…-0017.internal`). The tail starts at a separator where there is one.
 */
export function middleCut(name: string): readonly [head: string, tail: string] {
  const characters = [...name];
  if (characters.length <= SHORT) return [name, ''];
  const tail = characters.slice(-TAIL).join('');
  const separator = tail.search(/[-._/]/);
  const kept = separator >= 0 && separator < TAIL - 4 ? tail.slice(separator) : tail.slice(-8);
  return [name.slice(0, name.length - kept.length), kept];
}
