import { expect, test } from 'vitest';
import { autostartEntry, autostartFile, startsIt, withCommand } from '../../../main/desktop/autostart-entry.ts';
import { decideClose } from '../../../main/desktop/decide-close.ts';
import { placedOn } from '../../../main/desktop/window-bounds.ts';

const laptop = { x: 0, y: 24, width: 1440, height: 876 };
const screenOnTheRight = { x: 1440, y: 0, width: 2560, height: 1440 };
const saved = { x: 1600, y: 100, width: 1800, height: 1200, maximized: false };

test.each([
  ['the first close asks', { onClose: 'ask', tray: 'present' }, 'ask'],
  ['a close over the question keeps the app', { onClose: 'ask', tray: 'present', asked: true }, 'hide'],
  ['kept, it hides where a tray brings it back', { onClose: 'keep', tray: 'present' }, 'hide'],
  ['without a tray it is minimised, never out of reach', { onClose: 'keep', tray: 'absent' }, 'minimise'],
  ['who wants to quit does', { onClose: 'quit', tray: 'present' }, 'quit'],
  ['nothing stands in the way of an app that ends', { onClose: 'ask', tray: 'absent', quitting: true }, 'let-go'],
] as const)('closing the window: %s', (_name, facts, decision) => {
  expect(decideClose({ quitting: false, asked: false, ...facts })).toBe(decision);
});

test('the window opens where it was, on whichever display that is', () => {
  expect(placedOn(saved, [laptop, screenOnTheRight])).toEqual({ x: 1600, y: 100, width: 1800, height: 1200 });
  expect(placedOn(null, [laptop])).toBeUndefined();
});

test('where its display is gone, or its top edge is beyond reach, it opens as if for the first time', () => {
  expect(placedOn(saved, [laptop])).toBeUndefined();
  expect(placedOn({ ...saved, x: 1400, y: -300 }, [laptop, screenOnTheRight])).toBeUndefined();
  expect(placedOn({ ...saved, x: 3950 }, [laptop, screenOnTheRight])).toBeUndefined();
});

test('it is never larger than the display it opens on, nor smaller than it can be used', () => {
  expect(placedOn({ ...saved, x: 0, y: 24 }, [laptop])).toMatchObject({ width: 1440, height: 876 });
  expect(placedOn({ ...saved, width: 10, height: 10, x: 200 }, [laptop])).toBeUndefined();
  expect(placedOn({ ...saved, width: 300, height: 200, x: 200 }, [laptop])).toMatchObject({ width: 760, height: 520 });
});

test('the autostart entry is where the desktop looks', () => {
  expect(autostartFile({ XDG_CONFIG_HOME: '/cfg' }, '/home/a')).toBe('/cfg/autostart/drawbridge.desktop');
  expect(autostartFile({ XDG_CONFIG_HOME: 'relative' }, '/home/a')).toBe(
    '/home/a/.config/autostart/drawbridge.desktop',
  );
  expect(autostartFile({}, '/home/a')).toBe('/home/a/.config/autostart/drawbridge.desktop');
});

test('its command survives blanks, quotes, percent signs and backslashes', () => {
  const exec = autostartEntry(['/opt/My "apps"/100%/d$r', 'a\\b', '--hidden']).match(/^Exec=(.*)$/m)?.[1];
  expect(exec).toBe(String.raw`"/opt/My \\"apps\\"/100%%/d\\$r" "a\\\\b" --hidden`);
});

test('an entry that the desktop’s own tools switched off is off, and one of a moved app keeps what somebody added', () => {
  const entry = autostartEntry(['/old/drawbridge', '--hidden']);
  expect(startsIt(entry)).toBe(true);
  expect(startsIt(`${entry}Hidden=true\n`)).toBe(false);
  expect(startsIt(entry.replace('enabled=true', 'enabled=false'))).toBe(false);
  const moved = withCommand(`${entry}X-GNOME-Autostart-Delay=5\n`, ['/new/$&/drawbridge', '--hidden']);
  expect(moved).toContain(String.raw`Exec="/new/\\$&/drawbridge" --hidden`);
  expect(moved).toContain('Delay=5');
});
