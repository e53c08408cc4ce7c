import { expect, test } from 'vitest';
import { policyWords, questionEntry } from '../../../../main/guard/journal-words.ts';
import { defaultPolicy, policyText } from '../../../../main/guard/policy/policy.ts';
import { PolicyKeeper } from '../../../../main/guard/policy/policy-keeper.ts';

/** Over a file and a setting in memory; the seal is that of a vault that opened. */
function keeping() {
  let file: string | undefined;
  let kept: { readonly text: string; readonly mac: string } | null = null;
  const keeper = new PolicyKeeper({
    read: () => file,
    write: (text) => {
      file = text;
    },
    accepted: () => kept,
    accept: (accepted) => {
      kept = accepted;
    },
    seal: { of: async (text) => `of ${text}`, holds: async (text, mac) => mac === `of ${text}` },
  });
  const accepted: string[] = [];
  keeper.on('did-accept', ({ policy }) => accepted.push(policyWords(policy)));
  const putThere = (text: string) => {
    file = text;
  };
  return { keeper, accepted, putThere };
}

test('a policy that the person makes hold is told once; the same one again, and one with a fault, are not', async () => {
  const { keeper, accepted } = keeping();
  await keeper.load();
  const text = JSON.stringify({
    version: 1,
    mode: 'ask-always',
    entries: [{ site: 'Lab', mode: 'watch' }],
  });
  expect(await keeper.save(text)).toEqual([]);
  expect(await keeper.save(text)).toEqual([]);
  expect(await keeper.save('{ "version": 1, "mode": "never" }')).toHaveLength(1);
  expect(accepted).toEqual(['mode ask-always, 1 entries, 0 own rules']);
});

test('a file from another hand holds only when the person has accepted it, and is told then', async () => {
  const { keeper, accepted, putThere } = keeping();
  putThere('{ "version": 1, "mode": "watch" }');
  await keeper.load();
  expect(keeper.policy.mode).toBe('ask-always');
  expect(accepted).toEqual([]);
  await keeper.keep();
  expect(keeper.policy).toEqual(defaultPolicy);
  expect(keeper.difference()).toBeNull();
  putThere(policyText({ ...defaultPolicy, mode: 'watch' }));
  expect(keeper.policy.mode).toBe('ask-on-risk');
  expect(accepted).toEqual(['mode ask-on-risk, 0 entries, 0 own rules']);
});

test("an approval's entry says what the agent said, and why the policy asked", () => {
  const asked = {
    topic: 'run-command',
    ...{ id: 'q', askedAt: 0, deadline: 1, site: 'Lab', agent: 'codex', agentId: 'abc' },
    ...{ asset: 'web-01', target: 'web-01 · deploy', command: 'rm -r old', canStand: true, place: null },
  } as const;
  const why = [{ code: 'destructive', detail: 'rm' }] as const;
  expect(questionEntry({ ...asked, reason: 'make room', why })).toMatchObject({
    text: 'rm -r old',
    reason: 'make room · asked because it deletes or overwrites (rm)',
  });
  expect(questionEntry({ ...asked, reason: '', why: [] })).not.toHaveProperty('reason');
});
