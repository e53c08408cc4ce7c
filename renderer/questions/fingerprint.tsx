import { useTranslation } from 'react-i18next';
import { classNames } from '../ui/class-names.ts';
import { fingerprintGroups } from '../view/fingerprint-groups.ts';

interface FingerprintProps {
  readonly value: string;
  readonly quiet?: boolean;
}

/** A fingerprint as people read it aloud: four groups of eight bytes. */
export function Fingerprint({ value, quiet = false }: FingerprintProps) {
  const { t } = useTranslation();
  return (
    <span
      role="img"
      aria-label={`${t('question.trust.fingerprint')} ${value}`}
      className={classNames('mono grid w-max grid-cols-2 gap-x-4', quiet && 'text-ink-3')}
    >
      {fingerprintGroups(value).map((group) => (
        <span key={group.at}>{group.text}</span>
      ))}
    </span>
  );
}
