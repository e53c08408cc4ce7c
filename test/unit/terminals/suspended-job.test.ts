import { expect, it } from 'vitest';
import { suspendedJob } from '../../../main/terminals/suspended-job.ts';

it.each([
  ['bash', '^Z\r\n[2]+  Stopped                 sh -c "sleep 50"\r\n', 148, '%2'],
  ['bash in Chinese', '^Z\r\n[1]+  已停止               sleep 50\r\n', 148, '%1'],
  ['dash', '^Z[3] + Stopped                    sleep 50\r\n', 148, '%3'],
  ['zsh', '^Z\r\nzsh: suspended  sleep 50\r\n', 148, '%%'],
  ['fish', "^Zfish: Job 1, 'sleep 50' has stopped\r\n", 0, '(jobs -p %1)'],
  ['tcsh', '\r\nSuspended\r\n', 146, '%%'],
  ['a program that printed such a line before the shell did', '[7]+ a\r\n^Z\r\n[2]+  Stopped  x\r\n', 148, '%2'],
  ['a program that ended meanwhile', '[7]+ a\r\n', 0, null],
  ['a program that ended with a code like that', 'done\r\n', 148, null],
])('%s', (_shell, said, exitCode, job) => {
  expect(suspendedJob(said, exitCode)).toBe(job);
});
