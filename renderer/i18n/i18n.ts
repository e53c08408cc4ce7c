import { createInstance, type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { zhCN } from './zh-CN.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/** The texts of all languages are in the bundle, so this is ready at once. */
export function createTexts(): i18n {
  const texts = createInstance();
  void texts.use(initReactI18next).init({
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCN } },
    lng: 'en',
    fallbackLng: 'en',
    initAsync: false,
    // React escapes by itself.
    interpolation: { escapeValue: false },
  });
  return texts;
}
