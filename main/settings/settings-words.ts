import { type Said, say } from '../errors/said.ts';
import type { Position } from './settings-text.ts';

/** A notice is read; a long list in it is not. */
const MOST_FAULTS = 4;

const at = {
  en: ({ line, column }: Position) => `line ${line}, column ${column}: `,
  'zh-CN': ({ line, column }: Position) => `第 ${line} 行第 ${column} 列：`,
} as const;

/** One fault, with its place in the file and in what it says. */
export function faultAt(where: Position, name: string, what: Said): Said {
  return say((language) => `${at[language](where)}${name === '' ? '' : `${name} `}${what[language]}`);
}

const texts = {
  en: {
    wrong: (file: string, faults: string) => `${file} is not as it should be: ${faults}.`,
    more: (count: number) => `; and ${count} more`,
    between: '; ',
    fallback: ' What could not be read has its default.',
    raised: ' The bridge is raised until you lower it.',
    kept: (aside: string) => ` The old file is kept at ${aside}.`,
    stays: (why: string) => ` The file cannot be replaced (${why}).`,
    unreadable: (why: string) => `it cannot be read (${why})`,
    changed: (file: string, aside: string) =>
      `${file} was changed by another program while Drawbridge ran. Those changes are not used; they are kept at ${aside}. To edit the file, quit Drawbridge first.`,
  },
  'zh-CN': {
    wrong: (file: string, faults: string) => `${file} 的内容有误：${faults}。`,
    more: (count: number) => `；另有 ${count} 处`,
    between: '；',
    fallback: '无法读取的部分采用默认值。',
    raised: '吊桥已升起，直到你放下它。',
    kept: (aside: string) => `原文件保留在 ${aside}。`,
    stays: (why: string) => `无法替换该文件（${why}）。`,
    unreadable: (why: string) => `无法读取（${why}）`,
    changed: (file: string, aside: string) =>
      `Drawbridge 运行期间，其他程序改动了 ${file}。这些改动未被采用，保留在 ${aside}。要编辑该文件，请先退出 Drawbridge。`,
  },
} as const;

export const unreadable = (why: string): Said => say((language) => texts[language].unreadable(why));

export const changedByAnother = (file: string, aside: string): Said =>
  say((language) => texts[language].changed(file, aside));

export interface WrongFile {
  readonly file: string;
  readonly faults: readonly Said[];
  readonly raised: boolean;
  /** Where the old file is, or why it could not be replaced. */
  readonly kept: { readonly aside: string } | { readonly why: string };
}

export function wrongFile({ file, faults, raised, kept }: WrongFile): Said {
  return say((language) => {
    const t = texts[language];
    const listed = faults.slice(0, MOST_FAULTS).map((fault) => fault[language]);
    const more = faults.length > MOST_FAULTS ? t.more(faults.length - MOST_FAULTS) : '';
    return [
      t.wrong(file, listed.join(t.between) + more),
      t.fallback,
      raised ? t.raised : '',
      'aside' in kept ? t.kept(kept.aside) : t.stays(kept.why),
    ].join('');
  });
}
