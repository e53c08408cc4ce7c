import { describe, expect, it } from 'vitest';
import { type KokoWord, kokoWord } from '../../../main/terminals/koko-questions.ts';
import { recording } from '../../support/recorded-koko.ts';

/** What KoKo said after each Enter of a recording, as far as the next start mark or prompt. */
function words(name: string): readonly (KokoWord | null)[] {
  const said: (KokoWord | null)[] = [];
  let region = '';
  for (const frame of recording(name)) {
    if (frame.dir === 'C') {
      if (region !== '') said.push(kokoWord(region));
      region = '';
    } else if (frame.op === 'bin') region += Buffer.from(frame.payload_b64 ?? '', 'base64').toString('utf8');
  }
  said.push(kokoWord(region));
  return said.filter((one) => one !== null);
}

describe("KoKo's own words", () => {
  it.each(['acl-all-actions-en', 'acl-all-actions-zh-hans'])('are recognised in %s', (name) => {
    const found = words(name);
    expect(found.filter((one) => one?.kind === 'refused')).toHaveLength(2);
    const questions = found.map((one) => (one?.kind === 'question' ? one.question : null));
    expect(questions).toContain('warning');
    expect(questions).toContain('review');
    expect(found.some((one) => one?.kind === 'ticket')).toBe(true);
    expect(found[0]?.text).toMatch(/reboot/);
  });

  it('says who rejected a reviewed command', () => {
    expect(
      words('acl-review-ticket-approve-reject').some((one) => one?.kind === 'refused' && /rejected/.test(one.text)),
    ).toBe(true);
  });

  it('finds nothing in ordinary echoes', () => {
    expect(words('bash-integration-uid-cwd-ps2')).toEqual([]);
  });
});
