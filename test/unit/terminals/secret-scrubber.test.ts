import { describe, expect, it } from 'vitest';
import { SecretScrubber } from '../../../main/terminals/secret-scrubber.ts';

function scrubbed(secret: string, chunks: readonly Uint8Array[]): string {
  const scrubber = new SecretScrubber(secret);
  return Buffer.concat([...chunks.map((chunk) => scrubber.push(chunk)), scrubber.flush()]).toString();
}

describe('a secret that a program prints', () => {
  const said = Buffer.from('Password: hunter22\r\nyou typed hunter22!, not hunter2\r\nh');
  const shown = 'Password: ••••••\r\nyou typed ••••••!, not hunter2\r\nh';

  it('is masked wherever it stands, however it is cut', () => {
    expect(scrubbed('hunter22', [said])).toBe(shown);
    for (let cut = 1; cut < said.length; cut += 1)
      expect(scrubbed('hunter22', [said.subarray(0, cut), said.subarray(cut)])).toBe(shown);
    expect(
      scrubbed(
        'hunter22',
        [...said].map((byte) => Buffer.from([byte])),
      ),
    ).toBe(shown);
  });

  it('is masked when it is no ASCII', () => {
    const text = Buffer.from('密码: пароль密\r\n');
    expect(
      scrubbed(
        'пароль密',
        [...text].map((byte) => Buffer.from([byte])),
      ),
    ).toBe('密码: ••••••\r\n');
  });

  it('of a few characters is masked in its row only', () => {
    expect(scrubbed('ab', [Buffer.from('ab'), Buffer.from('\r\nabout\r\n')])).toBe('••••••\r\nabout\r\n');
  });
});
