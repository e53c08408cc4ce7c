import { useTranslation } from 'react-i18next';

/** `12 kB`, `3.4 MB`, in the language of the window. */
export function useByteSize(): (bytes: number) => string {
  const { i18n } = useTranslation();
  return (bytes) => {
    const [unit, divisor] = bytes < 1e6 ? (['kilobyte', 1e3] as const) : (['megabyte', 1e6] as const);
    const amount = new Intl.NumberFormat(i18n.language, { style: 'unit', unit, maximumFractionDigits: 1 });
    return amount.format(bytes / divisor);
  };
}
