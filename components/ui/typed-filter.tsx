'use client';
import { Search } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { TextInput } from '#components/ui/text-input.tsx';

const DEBOUNCE_MS = 250;
const LONGEST_TEXT = 200;

type TypedFilterProps = {
  text: string;
  onSettled: (text: string) => void;
  label: string;
  placeholder: string;
};

/** What is typed is looked for when the typing pauses. */
export function TypedFilter({ text, onSettled, label, placeholder }: TypedFilterProps) {
  const [typed, setTyped] = useState(text);
  const [known, setKnown] = useState(text);
  if (known !== text) {
    setKnown(text);
    setTyped(text);
  }
  const settle = useEffectEvent(onSettled);
  useEffect(() => {
    if (typed === text) return;
    const timer = setTimeout(() => settle(typed), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [typed, text]);
  return (
    <TextInput
      className="w-60 phone:w-full"
      start={<Search className="size-4 flex-none text-ink-3" aria-hidden />}
      aria-label={label}
      placeholder={placeholder}
      maxLength={LONGEST_TEXT}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  );
}
