const KIB = 1024;

/** 412 B, 12 KiB, 3.4 MiB; the decimal sign is that of the language. */
export const fileSize = (octets: number, language: 'en' | 'fr'): string => {
  if (octets < KIB) return `${octets} octets`;
  const isLarge = octets >= KIB * KIB;
  const value = octets / (isLarge ? KIB * KIB : KIB);
  const digits = new Intl.NumberFormat(language, { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
  const unit = isLarge ? 'Mi' : 'Ki';
  return `${digits} ${unit}${language === 'fr' ? 'o' : 'B'}`;
};
