import { expect, test } from 'vitest';
import { type Client, clientOf } from '../../../mcp-bridge/clients/client-list.ts';
import { planConnect, planDisconnect } from '../../../mcp-bridge/clients/connect-plan.ts';
import { Seeded } from '../../support/seeded.ts';

const start = { command: '/opt/d/drawbridge', args: ['mcp'], env: {} };
const of = (id: string): Client => {
  const client = clientOf(id);
  if (client === undefined) throw new Error(id);
  return client;
};

const chance = (random: Seeded, percent: number) => random.number(100) < percent;
const some = (random: Seeded, most: number) => Array.from({ length: random.number(most + 1) }, (_, at) => at);

/** JSON as people leave it: comments in odd places, objects on one line and on many, mixed indentation. */
function oddJson(random: Seeded): string {
  const eol = random.pick(['\n', '\r\n']);
  const space = () => random.pick(['', ' ', eol, `${eol}  `, `${eol}\t`, ' /* , } */ ', ` // "x": {,${eol}`]);
  const value = (depth: number): string =>
    depth > 2 || chance(random, 40)
      ? random.pick(['1', 'null', '"a, } // b"', '"\\"桥"', 'true', '[1, [2], {}]', '[]'])
      : object(['p', 'q', 'r'], depth + 1);
  const object = (names: readonly string[], depth: number): string => {
    const properties = names
      .filter(() => chance(random, 60))
      .map((name) => `${space()}"${name}"${space()}:${space()}${value(depth)}${space()}`);
    return `{${properties.join(',') || space()}}`;
  };
  const servers = chance(random, 70)
    ? [`${space()}"mcpServers"${space()}:${space()}${object(['a', 'b', 'c'], 1)}${space()}`]
    : [];
  const rest = some(random, 2).map((at) => `${space()}"k${at}": ${value(0)}${space()}`);
  const parts = chance(random, 50) ? [...servers, ...rest] : [...rest, ...servers];
  const trailing = parts.length > 0 && chance(random, 30) ? `,${space()}` : '';
  return `${space()}{${parts.join(',')}${trailing}}${space()}`;
}

function oddToml(random: Seeded): string {
  const eol = random.pick(['\n', '\r\n']);
  const value = () =>
    random.pick([
      '1',
      "'a'",
      '"b # no"',
      '[ 1, # one\n 2 ]',
      '{ x = 1 }',
      '"""\n[mcp_servers.drawbridge]\n"""',
      '1979-05-27',
      '0x1F',
    ]);
  const lines = (count: number) =>
    some(random, count).flatMap((at) => [
      ...(chance(random, 30) ? [random.pick(['', '# a note', '  # [no.table]'])] : []),
      `${random.pick(['', '  '])}k${at} = ${value()}${random.pick(['', ' # why'])}`,
    ]);
  const table = (name: string) => [
    ...(chance(random, 50) ? ['', '# about it'] : ['']),
    `[${name}]${random.pick(['', ' # t'])}`,
    ...lines(3),
  ];
  const tables = ['mcp_servers.a', 'mcp_servers."b c"', 'mcp_servers.a.env', 'profiles.x', 'z'].filter(() =>
    chance(random, 50),
  );
  const text = [...lines(3), ...tables.flatMap(table)].join('\n').replaceAll('\n', eol);
  return text + random.pick(['', eol, eol + eol]);
}

test.each([
  ['cursor', oddJson],
  ['codex', oddToml],
])('%s: whatever a file looks like, one entry comes and goes and every other character stays', (id, odd) => {
  for (let seed = 1; seed <= 150; seed += 1) {
    const text = odd(new Seeded(seed));
    const plan = planConnect(of(id), text, start, {});
    if (plan.kind !== 'change' || plan.after === null)
      throw new Error(`seed ${seed}: ${JSON.stringify(plan)} for ${text}`);
    // Without the entry's own words, what was there is there, in its order.
    let at = 0;
    for (const character of plan.after) if (character === text[at]) at += 1;
    expect(at, `seed ${seed}: ${text}\n→\n${plan.after}`).toBe(text.length);
    expect(planConnect(of(id), plan.after, start, {})).toEqual({ kind: 'nothing' });
    expect(planDisconnect(of(id), plan.after, [{ file: '/c', text }])).toMatchObject({ after: text });
    const back = planDisconnect(of(id), plan.after, []);
    expect(back.kind, `seed ${seed}: ${text}\n→\n${plan.after}`).toBe('change');
  }
});
