import { expect, it } from 'vitest';
import { decideInput } from '../../../main/mcp/typed-input.ts';

it('text is sent with one Enter, lone control characters are keys, and a call says one thing', () => {
  expect(decideInput({ text: 'yes', enter: true })).toEqual({ text: 'yes\n' });
  expect(decideInput({ text: 'yes\n', enter: true })).toEqual({ text: 'yes\n' });
  expect(decideInput({ text: 'yes', enter: false })).toEqual({ text: 'yes', enter: false });
  expect(decideInput({ text: 'y', enter: false })).toEqual({ key: 'y' });
  expect(decideInput({ text: '\x03', enter: false })).toEqual({ key: 'ctrl-c' });
  expect(decideInput({ text: '', enter: true })).toEqual({ key: 'enter' });
  expect(decideInput({ key: 'q', enter: true })).toEqual({ key: 'q' });
  expect(() => decideInput({ enter: true })).toThrow('exactly one');
  expect(() => decideInput({ text: 'a', key: 'q', enter: true })).toThrow('exactly one');
});
