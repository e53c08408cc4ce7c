import { describe, expect, it } from 'vitest';
import { OutputRing } from '../../../main/terminals/output-ring.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

describe('the output ring', () => {
  it('keeps the last bytes under absolute offsets and names the gap', () => {
    const ring = new OutputRing(10);
    ring.append(Buffer.from('abcdefgh'));
    expect(text(ring.read(2, 3).bytes)).toBe('cde');
    ring.append(Buffer.from('ijklm'));
    expect([ring.start, ring.end]).toEqual([3, 13]);
    expect(ring.read(0)).toMatchObject({ start: 3, end: 13, gap: 3 });
    expect(text(ring.read(0).bytes)).toBe('defghijklm');
    expect(ring.read(99)).toMatchObject({ start: 13, end: 13, gap: 0 });
  });

  it('takes chunks larger than itself', () => {
    const ring = new OutputRing(4);
    ring.append(Buffer.from('ab'));
    ring.append(Buffer.from('0123456789'));
    expect(ring.end).toBe(12);
    expect(text(ring.read(0).bytes)).toBe('6789');
  });

  it('gives the same bytes as one long text, whatever the chunks', () => {
    const ring = new OutputRing(300_000);
    let all = '';
    for (let index = 0; index < 4000; index += 1) {
      const chunk = `${index},`.repeat(1 + (index % 37));
      all += chunk;
      ring.append(Buffer.from(chunk));
      if (index % 97 === 0)
        expect(text(ring.read(0).bytes)).toBe(all.slice(-Math.min(all.length, ring.end - ring.start)));
    }
    expect(text(ring.read(0).bytes)).toBe(all.slice(-300_000));
  });
});
