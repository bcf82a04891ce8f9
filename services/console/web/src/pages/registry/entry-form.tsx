import { Button, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import type { KeptForm } from '../../app/use-kept.ts';
import { ErrorBox } from '../../parts/error-box.tsx';
import { KeptNote } from '../../parts/kept-note.tsx';
import { Field } from './field.tsx';
import type { Department } from './shapes.ts';

/** The frame of a form of which what was typed is kept: it is forgotten when it is saved, and stays, with what registry said, where it is refused. */
export function EntryForm({
  form,
  save,
  onDone,
  button,
  ready = true,
  children,
}: {
  readonly form: Pick<KeptForm<object>, 'found' | 'isKept' | 'forget'>;
  readonly save: () => Promise<unknown>;
  readonly onDone: () => void;
  readonly button: string;
  readonly ready?: boolean;
  readonly children: ReactNode;
}): ReactNode {
  const [error, fail] = useState<unknown>();
  const submit = async (): Promise<void> => {
    try {
      await save();
      form.forget();
      onDone();
    } catch (failure) {
      fail(failure);
    }
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <KeptNote found={form.found} isKept={form.isKept} forget={form.forget} />
      {children}
      {error !== undefined && <ErrorBox error={error} />}
      <div>
        <Button type="primary" htmlType="submit" disabled={!ready}>
          {button}
        </Button>
      </div>
    </form>
  );
}

/** One of the departments, or none of them. */
export function DepartmentField({
  id,
  label,
  none,
  value,
  change,
  departments,
}: {
  readonly id: string;
  readonly label: string;
  /** What none of them is called. */
  readonly none: string;
  readonly value: string | null;
  readonly change: (value: string | null) => void;
  readonly departments: readonly Department[];
}): ReactNode {
  return (
    <Field label={label} of={id}>
      <Select
        id={id}
        aria-label={label}
        showSearch={{ optionFilterProp: 'label' }}
        value={value ?? ''}
        onChange={(chosen: string) => change(chosen === '' ? null : chosen)}
        getPopupContainer={(node) => node.parentElement ?? document.body}
        options={[{ value: '', label: none }, ...departments.map((one) => ({ value: one.id, label: one.name }))]}
      />
    </Field>
  );
}
