import { Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { actions, type Draft, type DraftEntry, type DraftRule, modes } from './policy-draft.ts';
import { SettingGroup, SettingRow } from './setting-parts.tsx';

interface RowsProps {
  readonly draft: Draft;
  onChange(draft: Draft): void;
}

const places = ['site', 'node', 'asset', 'account'] as const;

/** The mode where no entry fits. */
export function DefaultMode({ draft, onChange }: RowsProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <SettingGroup title={t('policyEditor.modeTitle')}>
      <SettingRow title={t('policyEditor.default')} text={t(`policyEditor.modeWhat.${draft.mode}`)} labels={id}>
        <Select
          id={id}
          value={draft.mode}
          options={modes.map((value) => ({ value, text: t(`policyEditor.modes.${value}`) }))}
          onChoose={(mode) => onChange({ ...draft, mode })}
        />
      </SettingRow>
    </SettingGroup>
  );
}

/** Site, node, asset and account, each with its mode: the most exact one that fits counts. */
export function Entries({ draft, onChange }: RowsProps) {
  const { t } = useTranslation();
  const set = (at: number, entry: DraftEntry | null) =>
    onChange({ ...draft, entries: replaced(draft.entries, at, entry) });
  return (
    <SettingGroup title={t('policyEditor.entries')} text={t('policyEditor.patterns')}>
      {draft.entries.map((entry, at) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry is its place in the list
          key={at}
          aria-label={t('policyEditor.entry', { at: at + 1 })}
          className="grid grid-cols-[repeat(4,minmax(0,1fr))_auto_auto] items-end gap-2 border-line py-2 pr-2 pl-4 not-first:border-t"
        >
          <PlaceFields of={entry} onType={(place) => set(at, { ...entry, ...place })} />
          <ModeOf entry={entry} onChoose={(mode) => set(at, { ...entry, mode })} />
          <Remove label={t('policyEditor.removeEntry', { at: at + 1 })} onRemove={() => set(at, null)} />
        </fieldset>
      ))}
      <div className="border-line py-2 pl-4 not-first:border-t">
        <Button
          size="small"
          onClick={() => onChange({ ...draft, entries: [...draft.entries, { asset: '', mode: 'ask-always' }] })}
        >
          {t('policyEditor.addEntry')}
        </Button>
      </div>
    </SettingGroup>
  );
}

type Place = Pick<DraftEntry, (typeof places)[number]>;

function PlaceFields({ of, onType }: { readonly of: Place; onType(place: Place): void }) {
  const { t } = useTranslation();
  return places.map((name) => (
    <Labelled
      key={name}
      label={t(`policyEditor.${name}`)}
      value={of[name] ?? ''}
      placeholder="*"
      onType={(value) => onType({ [name]: value })}
    />
  ));
}

/** Where a rule holds: everywhere, until the person says that it does not. */
function WhereOf({ rule, onType }: { readonly rule: DraftRule; onType(place: Place): void }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!open && places.every((name) => (rule[name] ?? '') === ''))
    return (
      <div className="col-span-full">
        <Button look="ghost" size="small" aria-expanded={false} onClick={() => setOpen(true)}>
          {t('policyEditor.onlyWhere')}
        </Button>
      </div>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset within one would be read out as another rule
    <div
      role="group"
      aria-label={t('policyEditor.where')}
      className="col-span-full grid grid-cols-[repeat(4,minmax(0,1fr))] gap-2 pb-1"
    >
      <PlaceFields of={rule} onType={onType} />
    </div>
  );
}

function ModeOf({ entry, onChoose }: { readonly entry: DraftEntry; onChoose(mode: DraftEntry['mode']): void }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-small text-ink-3">
        {t('policyEditor.mode')}
      </label>
      <Select
        id={id}
        value={entry.mode}
        options={modes.map((value) => ({ value, text: t(`policyEditor.modes.${value}`) }))}
        onChoose={onChoose}
      />
    </div>
  );
}

/** The person's own rules, in RE2. */
export function Rules({ draft, onChange, faulty }: RowsProps & { faulty(at: number): string | null }) {
  const { t } = useTranslation();
  const set = (at: number, rule: DraftRule | null) => onChange({ ...draft, rules: replaced(draft.rules, at, rule) });
  return (
    <SettingGroup title={t('policyEditor.rules')} text={t('policyEditor.rulesWhat')}>
      {draft.rules.map((rule, at) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule is its place in the list
          key={at}
          aria-label={t('policyEditor.rule', { at: at + 1 })}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.5fr)_auto_minmax(0,1.5fr)_auto] items-end gap-2 border-line py-2 pr-2 pl-4 not-first:border-t"
        >
          <Labelled label={t('policyEditor.name')} value={rule.name} onType={(name) => set(at, { ...rule, name })} />
          <Labelled
            label={t('policyEditor.pattern')}
            value={rule.pattern}
            invalid={faulty(at) !== null}
            mono
            onType={(pattern) => set(at, { ...rule, pattern })}
          />
          <ActionOf rule={rule} onChoose={(action) => set(at, { ...rule, action })} />
          <Labelled
            label={t('policyEditor.reason')}
            value={rule.reason ?? ''}
            onType={(reason) => set(at, { ...rule, reason })}
          />
          <Remove label={t('policyEditor.removeRule', { at: at + 1 })} onRemove={() => set(at, null)} />
          <WhereOf rule={rule} onType={(place) => set(at, { ...rule, ...place })} />
          {faulty(at) === null ? null : (
            <p role="alert" className="col-span-full text-small text-ended">
              {faulty(at)}
            </p>
          )}
        </fieldset>
      ))}
      <div className="border-line py-2 pl-4 not-first:border-t">
        <Button
          size="small"
          onClick={() => onChange({ ...draft, rules: [...draft.rules, { name: '', pattern: '', action: 'ask' }] })}
        >
          {t('policyEditor.addRule')}
        </Button>
      </div>
    </SettingGroup>
  );
}

function ActionOf({ rule, onChoose }: { readonly rule: DraftRule; onChoose(action: DraftRule['action']): void }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="text-small text-ink-3">
        {t('policyEditor.action')}
      </label>
      <Select
        id={id}
        value={rule.action}
        options={actions.map((value) => ({ value, text: t(`policyEditor.actions.${value}`) }))}
        onChoose={onChoose}
      />
    </div>
  );
}

interface LabelledProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly invalid?: boolean;
  readonly mono?: boolean;
  onType(value: string): void;
}

export function Labelled({ label, value, placeholder, invalid = false, mono = false, onType }: LabelledProps) {
  const id = useId();
  return (
    <div className="grid min-w-0 gap-1">
      <label htmlFor={id} className="truncate text-small text-ink-3">
        {label}
      </label>
      <TextField
        id={id}
        value={value}
        invalid={invalid}
        // What is too long is said by main, never cut unseen.
        longest={20_000}
        {...(placeholder === undefined ? {} : { placeholder })}
        onType={onType}
        onDone={() => {}}
        className={mono ? 'w-full min-w-0 mono' : 'w-full min-w-0'}
      />
    </div>
  );
}

function Remove({ label, onRemove }: { readonly label: string; onRemove(): void }) {
  return (
    <Button look="ghost" square aria-label={label} title={label} onClick={onRemove}>
      <Trash2 size={14} strokeWidth={2} />
    </Button>
  );
}

const replaced = <T,>(list: readonly T[], at: number, row: T | null): T[] =>
  list.flatMap((one, place) => (place !== at ? [one] : row === null ? [] : [row]));
