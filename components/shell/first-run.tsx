'use client';
import { useEffect, useState } from 'react';
import { FirstRunForm } from '#components/shell/first-run-form.tsx';
import { MachineChecks } from '#components/shell/machine-checks.tsx';

/** The form, and what of the machine is shown to whoever has the one-time code. */
export function FirstRun() {
  const [code, setCode] = useState('');
  useEffect(() => {
    const given = new URLSearchParams(location.hash.slice(1)).get('code');
    if (given === null) return;
    setCode(given);
    // It is not left in the address bar and the history; the router writes its own address while the page comes alive.
    const timer = setTimeout(() => history.replaceState(null, '', location.pathname));
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <FirstRunForm code={code} onCodeChange={setCode} />
      <MachineChecks code={code} />
    </>
  );
}
