import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { sendRosterFile } from '../../api/money';
import type { ImportReport } from '../../api/moneyTypes';
import { useSession } from '../../api/queries';
import type { Project } from '../../api/types';
import { Failed } from '../../ui/States';
import { mayKeepRegister } from '../session/rights';
import { UploadBox } from './UploadBox';
import { reportReason } from './answers';

type Kind = 'attendance' | 'register';

/** The labour officer's files of clockings and of people; each line that is not taken is explained. */
export function RosterUpload({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const { user } = useSession();
  const client = useQueryClient();
  const upload = useMutation({
    mutationFn: ({ kind, file }: { kind: Kind; file: File }) => sendRosterFile(project.id, kind, file),
    onSettled: () => client.invalidateQueries({ queryKey: ['money', project.id] }),
  });
  if (!mayKeepRegister(user)) return <p className="small muted">{t('people.onlyOfficer')}</p>;
  const box = (kind: Kind, label: string): ReactElement => (
    <UploadBox
      label={label}
      hint={t('people.uploadHint')}
      accept=".csv,.xlsx,.gz"
      busy={upload.isPending && upload.variables.kind === kind}
      send={(file) => upload.mutate({ kind, file })}
    />
  );
  return (
    <section className="card no-print">
      <div className="buttons">
        {box('attendance', t('people.uploadAttendance'))}
        {box('register', t('people.uploadRegister'))}
      </div>
      <div aria-live="polite">
        {upload.error && <Failed error={upload.error} />}
        {upload.data && <Report report={upload.data} />}
      </div>
    </section>
  );
}

function Report({ report }: { report: ImportReport }): ReactElement {
  const { t, i18n } = useTranslation();
  return (
    <Alert
      type={report.refused + report.not_counted > 0 ? 'warning' : 'success'}
      showIcon
      title={t('people.taken', { ...report })}
      description={
        report.lines.length === 0 ? (
          t('people.allTaken')
        ) : (
          <>
            <ul className="plain answers">
              {report.lines.map((line) => (
                <li key={line.line}>
                  <strong>{t('people.line', { line: line.line })}</strong> {reportReason(line.reason, i18n.language === 'en')}
                </li>
              ))}
            </ul>
            {report.more_lines && <p>{t('people.moreLines')}</p>}
          </>
        )
      }
    />
  );
}
