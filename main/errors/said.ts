/** In each language of the window: which one it is may stand in the very file that is spoken of, and the person may change it. */
export interface Said {
  readonly en: string;
  readonly 'zh-CN': string;
}

export const inBoth = (text: string): Said => ({ en: text, 'zh-CN': text });

/** Pieces put together in each language. */
export function say(put: (language: keyof Said) => string): Said {
  return { en: put('en'), 'zh-CN': put('zh-CN') };
}
