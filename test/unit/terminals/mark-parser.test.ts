import { describe, expect, it } from 'vitest';
import { type Mark, MarkParser } from '../../../main/terminals/mark-parser.ts';

function parse(chunks: readonly Uint8Array[], id = 'me') {
  const parser = new MarkParser(id);
  const seen: (string | Mark)[] = [];
  let text = '';
  for (const chunk of chunks) {
    parser.push(chunk, {
      bytes: (bytes) => {
        text += Buffer.from(bytes).toString('latin1');
      },
      mark: (mark) => seen.push(text, mark),
    });
  }
  return { seen, text };
}

const stream = Buffer.from(
  'a\x1b[31mb\x1b]133;C;me\x07out\x1b]133;D;0;you;0;/\x07put\x1b]133;D;130;me;1001;/tmp/a;b\x07$ \x1b]133;B;me\x1b\\x',
);
const expectedText = 'a\x1b[31mbout\x1b]133;D;0;you;0;/\x07put$ x';

describe('the mark parser', () => {
  it('finds its marks and passes everything else on, foreign marks included', () => {
    const { seen, text } = parse([stream]);
    expect(text).toBe(expectedText);
    expect(seen.filter((one) => typeof one !== 'string')).toEqual([
      { kind: 'start' },
      { kind: 'end', exitCode: 130, user: '1001', userName: null, cwd: '/tmp/a;b' },
      { kind: 'prompt' },
    ]);
  });

  it('gives the same for every cut of the stream', () => {
    const whole = parse([stream]);
    for (let cut = 1; cut < stream.length; cut += 1) {
      expect(parse([stream.subarray(0, cut), stream.subarray(cut)])).toEqual(whole);
    }
    expect(parse([...stream].map((byte) => Buffer.from([byte])))).toEqual(whole);
  });

  it('lets an endless mark pass as bytes', () => {
    const long = Buffer.from(`\x1b]133;D;${'9'.repeat(7000)}`);
    expect(parse([long, Buffer.from('more')]).text).toHaveLength(long.length + 4);
  });

  it('reads shells without a uid', () => {
    expect(parse([Buffer.from('\x1b]133;D;5;me;;/tmp\x07')]).seen[1]).toEqual({
      kind: 'end',
      exitCode: 5,
      user: null,
      userName: null,
      cwd: '/tmp',
    });
  });

  it('tells whose mark it is when several shells report', () => {
    const parser = new MarkParser('outer');
    parser.accept('inner');
    const seen: [Mark['kind'], string][] = [];
    parser.push(Buffer.from('\x1b]133;B;inner\x07\x1b]133;D;0;outer;0:root;/\x07\x1b]133;B;other\x07'), {
      bytes() {},
      mark: ({ kind }, id) => seen.push([kind, id]),
    });
    expect(seen).toEqual([
      ['prompt', 'inner'],
      ['end', 'outer'],
    ]);
  });

  it('reads the name of the user', () => {
    expect(parse([Buffer.from('\x1b]133;D;0;me;1002:DOM\\bob;/\x07')]).seen[1]).toMatchObject({
      ...{ user: '1002', userName: 'DOM\\bob' },
    });
  });
});
