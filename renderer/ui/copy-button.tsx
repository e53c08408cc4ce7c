import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../state/use-action.ts';
import { Button } from './button.tsx';
import { ProblemLine } from './problem-line.tsx';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for those who hear the page. */
  readonly what: string;
}

export function CopyButton({ text, what }: CopyButtonProps) {
  const { t } = useTranslation();
  const { run, problem } = useAction('clipboard.write');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <span className="flex items-center gap-2">
      <ProblemLine problem={problem} />
      <Button
        size="small"
        aria-label={`${t('setup.copy')}: ${what}`}
        onClick={async () => setCopied(await run({ text }))}
      >
        {copied ? <Check size={14} strokeWidth={2.25} /> : <Copy size={14} strokeWidth={2} />}
        <span aria-live="polite">{copied ? t('setup.copied') : t('setup.copy')}</span>
      </Button>
    </span>
  );
}
