import { UploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useRef, type ReactElement } from 'react';

interface Props {
  label: string;
  hint: string;
  accept: string;
  busy: boolean;
  send: (file: File) => void;
}

/** A button that asks for one file; the same file can be chosen again after it was mended. */
export function UploadBox({ label, hint, accept, busy, send }: Props): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="upload">
      <input
        ref={input}
        type="file"
        className="unseen"
        tabIndex={-1}
        accept={accept}
        aria-label={label}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file) send(file);
        }}
      />
      <Button icon={<UploadOutlined />} loading={busy} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <p className="small muted">{hint}</p>
    </div>
  );
}
