import { AlertDialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';

/** What is asked, in one sentence, and what it means. */
export function Asked({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <>
      <AlertDialog.Title className="text-title font-semibold [overflow-wrap:anywhere]">{title}</AlertDialog.Title>
      <AlertDialog.Description className="text-ink-2 [overflow-wrap:anywhere] selectable">
        {text}
      </AlertDialog.Description>
    </>
  );
}

/** The part above the buttons; long questions scroll here. */
export function Body({ children }: { readonly children: ReactNode }) {
  return <div className="grid min-h-0 auto-rows-max gap-3 scroll-quiet px-6 pt-2 pb-5">{children}</div>;
}

export function Actions({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-6 py-3">{children}</div>;
}

interface CancelOrSendProps {
  readonly send: string;
  readonly busy: boolean;
  /** False while something is still to be typed. */
  readonly ready: boolean;
  onCancel(): void;
}

/** The buttons under a form; Enter in a field sends. */
export function CancelOrSend({ send, busy, ready, onCancel }: CancelOrSendProps) {
  const { t } = useTranslation();
  return (
    <Actions>
      <Button look="ghost" disabled={busy} onClick={onCancel}>
        {t('dialog.cancel')}
      </Button>
      <Button type="submit" look="primary" disabled={busy || !ready}>
        {send}
      </Button>
    </Actions>
  );
}

export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1.5">{children}</dl>;
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-3">{name}</dt>
      <dd className="[overflow-wrap:anywhere] selectable">{children}</dd>
    </>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly secret?: boolean;
  readonly placeholder?: string;
  /** Takes the keyboard once the dialog listens. */
  readonly first?: boolean;
  onChange(value: string): void;
}

export function Field({ label, value, secret = false, placeholder, first = false, onChange }: FieldProps) {
  return (
    <label className="grid gap-1">
      <span className="text-small text-ink-2">{label}</span>
      <input
        type={secret ? 'password' : 'text'}
        data-first={first || undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-8 rounded-control border border-line-strong bg-inset px-2.5 outline-none selectable placeholder:text-ink-3 focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-accent"
      />
    </label>
  );
}
