import { createContext, useContext } from 'react';

export type Language = 'zh' | 'en';

/** One thing to say, in both languages: a page cannot be compiled with one of them missing. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export const text = (zh: string, en: string): Text => ({ zh, en });

export interface Speech {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
}

export const SpeechContext = createContext<Speech>({ language: 'zh', setLanguage: () => undefined });

export type Say = (words: Text, values?: Readonly<Record<string, string | number>>) => string;

/** Says things in the language of the moment; `{name}` in a text is replaced by the value of that name. */
export function useSay(): Say {
  const { language } = useContext(SpeechContext);
  return (words, values) =>
    values === undefined
      ? words[language]
      : words[language].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export const useLanguage = (): Speech => useContext(SpeechContext);

const KEPT = 'guidang.language';

/** Chinese unless somebody chose otherwise. */
export const keptLanguage = (): Language => (window.localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh');

export function keepLanguage(language: Language): void {
  window.localStorage.setItem(KEPT, language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}
