import { expect, test } from 'vitest';
import { settingSchema } from '../../../preload/contract-settings.ts';
import { acceleratorOf, type PressedKeys, shownKeys } from '../../../renderer/view/accelerator.ts';

const press = (code: string, ...modifiers: ('ctrl' | 'alt' | 'shift' | 'meta')[]): PressedKeys => ({
  code,
  ctrlKey: modifiers.includes('ctrl'),
  altKey: modifiers.includes('alt'),
  shiftKey: modifiers.includes('shift'),
  metaKey: modifiers.includes('meta'),
});

test.each([
  [press('KeyB', 'ctrl', 'alt', 'shift'), 'Control+Alt+Shift+B'],
  [press('Digit3', 'alt'), 'Alt+3'],
  [press('F9'), 'F9'],
  [press('F12', 'shift'), 'Shift+F12'],
  [press('ArrowUp', 'meta'), 'Super+Up'],
])('%j is recorded as keys that the setting takes', (event, keys) => {
  expect(acceleratorOf(event, false)).toEqual({ kind: 'keys', keys });
  expect(settingSchema('shortcuts.raise').safeParse(keys).success).toBe(true);
});

test('a letter alone, or with Shift, would be pressed all day', () => {
  expect(acceleratorOf(press('KeyB'), false)).toEqual({ kind: 'too-common' });
  expect(acceleratorOf(press('KeyB', 'shift'), false)).toEqual({ kind: 'too-common' });
  for (const keys of ['B', 'Shift+B', 'Control+', 'Control+Nonsense', 'Alt+F25', 'Control+B+C'])
    expect([keys, settingSchema('shortcuts.raise').safeParse(keys).success]).toEqual([keys, false]);
  expect(settingSchema('shortcuts.raise').safeParse('').success).toBe(true);
});

test('modifiers alone wait for more, and so does a key without a name', () => {
  expect(acceleratorOf(press('ControlLeft', 'ctrl'), false)).toEqual({ kind: 'partial' });
  expect(acceleratorOf(press('IntlBackslash', 'ctrl'), false)).toEqual({ kind: 'partial' });
});

test('keys are shown as they stand on the keyboard', () => {
  expect(shownKeys('CommandOrControl+Alt+Shift+B', false)).toEqual(['Ctrl', 'Alt', 'Shift', 'B']);
  expect(shownKeys('CommandOrControl+Alt+Shift+B', true)).toEqual(['⌘', '⌥', '⇧', 'B']);
  expect(shownKeys('', false)).toEqual([]);
});
