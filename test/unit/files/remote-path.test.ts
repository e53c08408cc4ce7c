import { expect, test } from 'vitest';
import { refusalOf } from '../../../main/files/folder-rules.ts';
import { entryName, remotePath, splitPath } from '../../../main/files/remote-path.ts';

test.each([
  ['', '/home/ops'],
  ['~', '/home/ops'],
  ['~/a', '/home/ops/a'],
  ['a b ', '/home/ops/a b '],
  ['/', '/'],
  ['//', '/'],
  ['//.', '/'],
  ['/./', '/'],
  ['///var//log/./x/', '/var/log/x'],
])('%j is %j', (given, path) => expect(remotePath(given, '/home/ops')).toBe(path));

test.each(['..', '/a/../b', 'a/..', 'a\0b'])('%j leads nowhere', (given) =>
  expect(() => remotePath(given, '/home/ops')).toThrow(expect.objectContaining({ code: 'bad-argument' })),
);

test.each(['', '.', '..', 'a/b', 'a\0'])('%j is no name of an entry', (given) =>
  expect(() => entryName(given)).toThrow(expect.objectContaining({ code: 'bad-argument' })),
);

test('a path has a folder and a name, the root has neither', () => {
  expect(splitPath('/a')).toEqual({ folder: '/', name: 'a' });
  expect(splitPath('/a/b')).toEqual({ folder: '/a', name: 'b' });
  expect(splitPath('/')).toBeNull();
});

test.each([
  ['/', 'root'],
  ['/srv', 'root'],
  ['/home/ops', 'home'],
  ['/home/ops/.config/x', 'hidden'],
  ['/home/ops/project/.git', 'hidden'],
  ['/etc/nginx', 'system'],
  ['relative/x', 'not-absolute'],
  ['/home/ops/project', null],
  ['/srv/project', null],
])('%j as a project folder: %j', (folder, refusal) => expect(refusalOf(folder, '/home/ops')).toBe(refusal));
