import { DownloadOutlined, FilePdfOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { payrollFile, sendSheet } from '../../api/money';
import type { PayrollDetail, SheetResult } from '../../api/moneyTypes';
import { useSession } from '../../api/queries';
import { Failed } from '../../ui/States';
import { mayFillSheets, maySeeSheets } from '../session/rights';
import { answerWords } from './answers';
import { UploadBox } from './UploadBox';

const OPEN = ['due', 'compiled', 'signing'];

/** The sheet as files: out to be filled in, back with an answer to every line, and on paper. */
export function SheetFiles({ detail }: { detail: PayrollDetail }): ReactElement | null {
  const { t } = useTranslation();
  const { user } = useSession();
  const client = useQueryClient();
  const id = detail.payroll_id;
  const upload = useMutation({ mutationFn: (file: File) => sendSheet(id, file), onSettled: () => client.invalidateQueries({ queryKey: ['money'] }) });
  if (!maySeeSheets(user) && !detail.sealed) return null;
  return (
    <section className="no-print">
      <h2>{t('wages.sheetFiles')}</h2>
      <div className="buttons">
        {maySeeSheets(user) && (
          <Button icon={<DownloadOutlined />} href={payrollFile(id, 'sheet.xlsx')}>
            {t('wages.download')}
          </Button>
        )}
        {detail.sealed && (
          <Button icon={<FilePdfOutlined />} href={payrollFile(id, 'posted.pdf')}>
            {t('wages.posted')}
          </Button>
        )}
        {mayFillSheets(user) && (
          <Button icon={<FilePdfOutlined />} href={payrollFile(id, 'slips.pdf')}>
            {t('wages.slips')}
          </Button>
        )}
      </div>
      {mayFillSheets(user) && OPEN.includes(detail.state) && (
        <UploadBox label={t('wages.upload')} hint={t('wages.uploadHint')} accept=".xlsx" busy={upload.isPending} send={(file) => upload.mutate(file)} />
      )}
      <div aria-live="polite">
        {upload.error && <Failed error={upload.error} />}
        {upload.data && <Answer result={upload.data} />}
      </div>
    </section>
  );
}

function Answer({ result }: { result: SheetResult }): ReactElement {
  const { t } = useTranslation();
  if (result.booked) return <Alert type="success" showIcon title={t('wages.taken', { ...result })} />;
  return (
    <Alert
      type="error"
      showIcon
      title={t('wages.refused', { n: result.refused })}
      description={
        <ul className="plain answers">
          {result.answers.map((answer, index) => (
            <li key={index}>
              <strong>{answer.row === null ? t('wages.wholeSheet') : t('wages.row', { row: answer.row })}</strong> {answerWords(answer, t)}
            </li>
          ))}
        </ul>
      }
    />
  );
}
