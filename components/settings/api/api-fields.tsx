'use client';
import { useTranslations } from 'use-intl/react';
import { Table, Td, Th, Tr } from '#components/ui/table.tsx';
import type { InputField } from '#server/api/openapi/input-fields.ts';

/** What a procedure takes; on the phone a field is three lines. */
export function ApiFields({ fields }: { fields: readonly InputField[] }) {
  const t = useTranslations('apiDocs');
  return (
    <Table className="narrow:min-w-0 phone:block phone:[&_tbody]:block">
      <thead className="phone:hidden">
        <tr>
          <Th>{t('field')}</Th>
          <Th>{t('type')}</Th>
          <Th>{t('isRequired')}</Th>
          <Th>{t('limits')}</Th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <FieldRow key={`${field.name} ${field.ofKind ?? ''}`} field={field} />
        ))}
      </tbody>
    </Table>
  );
}

function FieldRow({ field }: { field: InputField }) {
  const t = useTranslations('apiDocs');
  const cell = 'h-auto whitespace-normal py-1.5 align-top phone:block phone:border-0 phone:p-0';
  return (
    <Tr className="phone:block phone:border-line-soft phone:not-last:border-b phone:py-2">
      <Td isName className={cell}>
        <code className="[overflow-wrap:anywhere]">{field.name}</code>
        {field.ofKind === undefined ? null : (
          <span className="ml-2 font-normal text-ink-3 text-xs">{t('ofKind', { kind: field.ofKind })}</span>
        )}
      </Td>
      <Td className={cell}>
        <code className="text-xs [overflow-wrap:anywhere]">{field.type}</code>
      </Td>
      <Td className={`${cell} phone:hidden`}>{field.isRequired ? t('yes') : t('no')}</Td>
      <Td className={`${cell} text-ink-3 text-xs`}>
        <span className="flex flex-wrap gap-x-2">
          {field.isRequired ? <span className="not-phone:hidden">{t('isRequired')}</span> : null}
          {field.limits === '' ? null : <span>{field.limits}</span>}
          {field.byDefault === undefined ? null : (
            <code className="[overflow-wrap:anywhere]">{t('byDefault', { value: field.byDefault })}</code>
          )}
        </span>
      </Td>
    </Tr>
  );
}
