import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApprovalMinutes } from '../../preload/contract-approvals.ts';
import { Button } from '../ui/button.tsx';
import { ALLOW_KEYS, KeyHint } from '../ui/key-hint.tsx';
import { AllowFor } from './allow-for.tsx';
import { Actions } from './question-parts.tsx';

interface RefuseOrAllowProps {
  readonly allowText: string;
  readonly busy: boolean;
  onRefuse(reason: string): void;
  onAllow(): void;
  /** Left out where what it would bind is not known. */
  onAllowFor?(minutes: ApprovalMinutes): void;
}

/** What an agent asks for: refused with a reason that it reads, or allowed. Enter alone refuses, on the button and in the field. */
export function RefuseOrAllow({ allowText, busy, onRefuse, onAllow, onAllowFor }: RefuseOrAllowProps) {
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
          className="h-7 w-40 max-w-60 min-w-0 flex-1 rounded-control border border-line-strong bg-inset px-2.5 selectable placeholder:text-ink-3"
        />
        <Button type="submit" look="danger" disabled={busy} data-first>
          {t('question.refuse')}
          <KeyHint>↩</KeyHint>
        </Button>
        <span className="ml-auto" />
        {onAllowFor === undefined ? null : <AllowFor busy={busy} onAllow={onAllowFor} />}
        <Button look="primary" disabled={busy} onClick={onAllow} data-allow>
          {allowText}
          <KeyHint>{ALLOW_KEYS}</KeyHint>
        </Button>
      </Actions>
    </form>
  );
}
