import { expect, it } from 'vitest';
import { Questions } from '../../../main/guard/question.ts';
import { TakeOver } from '../../../main/guard/take-over/take-over.ts';
import { removalOf } from '../../../main/guard/take-over/taken-over.ts';
import { silentLog } from '../../../main/log/log.ts';
import { asSiteCookies } from '../../../main/sites/former-cookies.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const former = {
  ...{ file: '/home/anna/auth-state.json', readableByOthers: false, baseUrl: 'jump.example.com', organisation: '' },
  ...{ username: 'anna', savedAt: null, cookies: [], accessKey: null, bearer: false },
};

function world(more: { readonly assertAllowed?: (url: string) => void } = {}) {
  const clock = new FakeClock(0);
  const questions = new Questions({ clock, newId: () => 'q', canAsk: () => true });
  const touched: string[] = [];
  const takeOver = new TakeOver({
    ...{ clock, questions, log: silentLog, platform: 'linux' as const, onChange() {}, assertAllowed() {}, ...more },
    sites: {
      at: () => undefined,
      add: ({ baseUrl }) => {
        touched.push(baseUrl);
        return Promise.reject(new Error('nobody said yes'));
      },
      find: () => {
        throw new Error('there is no site');
      },
    },
    liesThere: () => Promise.resolve(true),
    aside: () => Promise.reject(new Error('nobody said yes')),
  });
  return { clock, questions, takeOver, touched };
}

it('lapses when nobody answers, and can be asked again then', async () => {
  const { clock, questions, takeOver, touched } = world();
  const first = takeOver.run(former, new AbortController().signal);
  const said = expect(first).rejects.toMatchObject({ code: 'approval-timed-out' });
  await clock.advance(5 * 60_000);
  await said;
  const again = takeOver.run(former, new AbortController().signal);
  const refused = expect(again).rejects.toMatchObject({ code: 'declined-by-person' });
  expect(questions.open()).toMatchObject([{ topic: 'take-over', baseUrl: 'https://jump.example.com' }]);
  questions.answer('q', { kind: 'refuse', reason: '' });
  await refused;
  expect(touched).toEqual([]);
});

it('is withdrawn with whoever asked', async () => {
  const { questions, takeOver, touched } = world();
  const gone = new AbortController();
  const asked = takeOver.run(former, gone.signal);
  const said = expect(asked).rejects.toThrow('Ctrl-C');
  gone.abort(new Error('Ctrl-C'));
  await said;
  expect([questions.open(), touched]).toEqual([[], []]);
});

it('asks nothing about an address that this Drawbridge must not meet', async () => {
  const { questions, takeOver } = world({
    assertAllowed: (url) => {
      throw new Error(`not ${url}`);
    },
  });
  await expect(takeOver.run(former, new AbortController().signal)).rejects.toThrow('not https://jump.example.com');
  expect(questions.open()).toEqual([]);
});

it('names a command that deletes exactly this file', () => {
  expect(removalOf('/home/anna/a.json', 'linux')).toBe('shred -u /home/anna/a.json');
  expect(removalOf("/home/an na/it's $HOME.json", 'linux')).toBe(`shred -u '/home/an na/it'\\''s $HOME.json'`);
  expect(removalOf('/Users/anna/Library/Application Support/a.json', 'darwin')).toBe(
    "rm '/Users/anna/Library/Application Support/a.json'",
  );
  expect(removalOf("C:\\it's", 'win32')).toBe("Remove-Item -LiteralPath 'C:\\it''s'");
});

it("takes the site's own cookies that are not over, as the site would set them", () => {
  const cookie = (name: string, domain: string | null, expiresAt: number | null = null) => ({
    ...{ name, value: 'v', domain, path: '/', expiresAt },
  });
  const taken = asSiteCookies(
    [
      cookie('jms_sessionid', 'jump.example.com', 2_000),
      cookie('jms_csrftoken', null),
      cookie('of-the-domain', '.example.com'),
      cookie('over', 'jump.example.com', 999),
      cookie('of-another', 'other.example.com'),
      cookie('of-all', '.com'),
      cookie('of-a-suffix', 'ump.example.com'),
    ],
    'https://jump.example.com',
    1_000_000,
  );
  expect(taken).toMatchObject([
    { name: 'jms_sessionid', hostOnly: true, httpOnly: true, secure: true, expiresAt: 2_000 },
    { name: 'jms_csrftoken', hostOnly: true, httpOnly: false },
    { name: 'of-the-domain', hostOnly: false, domain: '.example.com' },
  ]);
  expect(taken).toHaveLength(3);
  expect(asSiteCookies([cookie('a', 'localhost.local')], 'http://localhost:8080', 0)).toMatchObject([
    { hostOnly: true, secure: false },
  ]);
});
