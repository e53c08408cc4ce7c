import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuditLog } from '../../../practice/audit/audit-log.ts';
import { CommandGate } from '../../../practice/audit/command-gate.ts';
import { CommandRules } from '../../../practice/audit/command-rule.ts';
import { Tickets } from '../../../practice/audit/tickets.ts';
import { type RecordedFrame, recording, recordingNames } from '../../support/recorded-koko.ts';

/** The rules of the measured site. */
const rules = new CommandRules([
  { name: 'reboot', pattern: '\\breboot\\b', action: 'reject' },
  { name: 'rm', pattern: 'rm\\s+-rf', action: 'reject' },
  { name: 'uptime', pattern: 'uptime', action: 'warning' },
  { name: 'systemctl', pattern: 'systemctl', action: 'notify_and_warn' },
  { name: 'shutdown', pattern: 'shutdown', action: 'review' },
]);

/** KoKo's own texts among what a terminal shows. */
const OWN_WORDS =
  /\r\n\x1b\[31m(?:Command|命令) `[^`]*` [^\x1b]*\x1b\[0m|\r\nThe command you executed[^\]]*\]|\r\n您执行的命令[^\]]*\]|\r\nThe command '[^\r\n]*\[Y\/n\]\?|\r\n命令 [^`\r\n]*\[Y\/N\]|\x1b\[32m\r\n[\s\S]*?\r\n\x1b\[0m|\x1b\[3[12]mAdministrator\(admin\) \w+\x1b\[0m/g;

const wordsIn = (text: string) =>
  (text.match(OWN_WORDS) ?? []).map((one) => one.replace(/tickets\/[0-9a-f-]{36}/, 'tickets/ID'));

function bytesOf({ payload, payload_b64 }: RecordedFrame): Buffer {
  if (payload_b64 !== undefined) return Buffer.from(payload_b64, 'base64');
  const { type, data } = JSON.parse(payload ?? '{}');
  return Buffer.from(type === 'TERMINAL_DATA' ? data : '');
}

/** The client wrote its Enter down before the echo that was under way: where an echo stands before KoKo's refusal, KoKo had it first. */
function asKokoSawThem(frames: readonly RecordedFrame[]): RecordedFrame[] {
  const seen = [...frames];
  for (const [at, frame] of frames.entries()) {
    if (frame.dir !== 'S' || !/is forbidden|是被禁止的/.test(bytesOf(frame).toString())) continue;
    let first = at;
    while (frames[first - 1]?.dir === 'S') first -= 1;
    const enter = frames[first - 1];
    if (enter?.dir !== 'C' || !bytesOf(enter).includes('\r')) continue;
    seen.splice(first - 1, at - first + 1, ...frames.slice(first, at), enter);
  }
  return seen;
}

interface Judged {
  /** KoKo's own texts in their order: what our gate said, and what was recorded. */
  readonly said: readonly string[];
  readonly recorded: readonly string[];
  readonly rows: readonly (readonly [input: string, risk: number])[];
}

/** Plays a recording to the practice KoKo: its client's frames and its asset's output go in. */
function judge(name: string): Judged {
  const log = new AuditLog();
  const tickets = new Tickets();
  let said = '';
  let recorded = '';
  const newGate = () =>
    new CommandGate({
      language: name.includes('zh') ? 'zh-hans' : 'en',
      isLinux: true,
      rules,
      log,
      row: { user: 'u', asset: 'a', account: 'ops', session: 's' },
      review: {
        ...{ tickets, applicant: 'u', session: 's', reviewers: 'Administrator(admin)', pollSeconds: 10 },
        siteUrl: 'https://127.0.0.1:8443',
      },
      toShell: () => {},
      toScreen: (text) => {
        said += text;
      },
      onRecorded: () => {},
    });
  let gate = newGate();
  for (const frame of asKokoSawThem(recording(name))) {
    const bytes = bytesOf(frame);
    if (frame.dir === 'C') {
      for (let at = 0; at < bytes.length; at += 1024) gate.input(bytes.subarray(at, at + 1024));
    } else if (frame.op === 'text') {
      // A recording may hold several terminals, one after the other.
      if (!frame.payload?.includes('"CONNECT"')) continue;
      gate.dispose();
      gate = newGate();
    } else {
      const text = bytes.toString();
      recorded += text;
      const decision = /\(admin\) (approved|rejected)/.exec(text)?.[1];
      if (decision === 'approved' || decision === 'rejected') {
        tickets.decide(tickets.all().at(-1)?.id ?? '', decision, 'Administrator(admin)');
        vi.advanceTimersByTime(10_000);
      }
      if (wordsIn(text).length === 0) gate.output(bytes);
    }
  }
  gate.dispose();
  return {
    said: wordsIn(said),
    recorded: wordsIn(recorded),
    rows: log.all().map(({ input, risk_level }) => [input, risk_level]),
  };
}

describe('the practice KoKo, given what a real one got', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(recordingNames())('says to each command of %s what the real one said', (name) => {
    const { said, recorded } = judge(name);
    expect(said).toEqual(recorded);
  });

  it('has something to say in them', () => {
    expect(recordingNames().flatMap((name) => judge(name).recorded).length).toBeGreaterThan(60);
  });

  it.each(['acl-all-actions-en', 'acl-all-actions-zh-hans'])('writes the risk levels of all actions: %s', (name) => {
    expect(judge(name).rows.slice(2)).toEqual([
      ['reboot', 5],
      ['echo after', 0],
      ['rm -rf /tmp/zz', 5],
      ['uptime', 4],
      ['systemctl status x', 4],
      ['systemctl status Y', 4],
      ['systemctl status g', 4],
      // The level of a command that was not confirmed sticks to the next one.
      ['echo after2', 4],
      ['shutdown --help n', 8],
      ['echo after3', 0],
      ['shutdown --help c', 8],
      ['echo after4', 0],
    ]);
  });

  it('writes what became of reviewed commands', () => {
    expect(judge('acl-review-ticket-approve-reject').rows.slice(2)).toEqual([
      ['shutdown --help approved', 7],
      ['shutdown --help rejected', 6],
      ['echo post', 0],
    ]);
  });
});
