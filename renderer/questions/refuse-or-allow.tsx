import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { ALLOW_KEYS, KeyHint } from '../ui/key-hint.tsx';
import { Actions } from './question-parts.tsx';

interface RefuseOrAllowProps {
  readonly allowText: string;
  readonly busy: boolean;
  onRefuse(reason: string): void;
  onAllow(): void;
}

/** What an agent asks for: refused with a reason that it reads, or allowed. Enter alone refuses, on the button and in the field. */
export function RefuseOrAllow({ allowText, busy, onRefuse, onAllow }: RefuseOrAllowProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onRefuse(reason);
      }}
    >
      <Actions>
        <input
          type="text"
          autoComplete="off"
          maxLength={500}
          aria-label={t('question.run.whyNot')}
          placeholder={t('question.run.whyNot')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          className="h-7 w-60 rounded-control border border-line-strong bg-inset px-2.5 selectable placeholder:text-ink-3"
        />
        <Button type="submit" look="danger" disabled={busy} data-first>
          {t('question.refuse')}
          <KeyHint>↩</KeyHint>
        </Button>
        <span className="flex-1" />
        <Button look="primary" disabled={busy} onClick={onAllow} data-allow>
          {allowText}
          <KeyHint>{ALLOW_KEYS}</KeyHint>
        </Button>
      </Actions>
    </form>
  );
}
