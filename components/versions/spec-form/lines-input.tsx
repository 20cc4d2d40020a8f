'use client';
import { useState } from 'react';
import { TextArea } from '#components/ui/text-area.tsx';

/** A list of texts, one a line. The empty lines of somebody who is still typing are not part of it. */
export function LinesInput({
  lines,
  onChange,
}: {
  lines: readonly string[];
  onChange: (lines: string[]) => void;
}) {
  const [text, setText] = useState(lines.join('\n'));
  return (
    <TextArea
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(event.target.value.split('\n').filter((line) => line.trim() !== ''));
      }}
      spellCheck={false}
      className="min-h-8 font-mono text-xs leading-5"
    />
  );
}
