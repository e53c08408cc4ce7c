import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { ApprovalMinutes } from '../../preload/contract-approvals.ts';
import { Button } from '../ui/button.tsx';
import { FOR_KEYS, KeyHint } from '../ui/key-hint.tsx';

const times: readonly ApprovalMinutes[] = [5, 15, 60];

interface AllowForProps {
  readonly busy: boolean;
  onAllow(minutes: ApprovalMinutes): void;
}

/** This exact command for a time: what it binds stands in the menu, before the choice. */
export function AllowFor({ busy, onAllow }: AllowForProps) {
  const { t } = useTranslation();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <Button disabled={busy} data-allow-for>
          {t('approvals.chooseTime')}
          <KeyHint>{FOR_KEYS}</KeyHint>
          <ChevronDown size={14} strokeWidth={2} aria-hidden="true" />
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          className="z-30 grid w-80 gap-px rounded-card border border-line-strong bg-card p-1 shadow-raised"
        >
          <div className="mb-1 grid gap-0.5 border-b border-line px-2 pt-1.5 pb-2">
            <p className="font-medium">{t('approvals.allowForTitle')}</p>
            <p className="text-small text-ink-3">{t('approvals.allowForWhat')}</p>
          </div>
          {times.map((minutes) => (
            <DropdownMenu.Item
              key={minutes}
              onSelect={() => onAllow(minutes)}
              className="flex h-7 items-center rounded-control px-2 outline-none data-[highlighted]:bg-hover"
            >
              {t('approvals.minutes', { minutes })}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
