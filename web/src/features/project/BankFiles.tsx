import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';

import { bankFileAddress, bankFilesQuery, mismatchesQuery } from '../../api/money';
import type { BankFile, PayrollDetail } from '../../api/moneyTypes';
import { useSession } from '../../api/queries';
import type { Project } from '../../api/types';
import { textOr } from '../../i18n';
import { moment, yuan } from '../../ui/format';
import { Records } from '../../ui/money';
import { usePick } from '../../ui/names';
import { Loaded } from '../../ui/States';
import { mayFetchBankFiles, maySeeBankFiles } from '../session/rights';

/** The files exchanged with the bank, and whether orders, reports and statements agree. */
export function BankFiles({ project }: { project: Project; payroll: PayrollDetail }): ReactElement {
  const { t } = useTranslation();
  const { user } = useSession();
  if (!maySeeBankFiles(user)) return <p className="small muted">{t('wages.filesRight')}</p>;
  return (
    <div className="stack">
      <Mismatches project={project} />
      <Files project={project} />
    </div>
  );
}

function Mismatches({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const pick = usePick();
  const query = useQuery(mismatchesQuery(project.id));
  return (
    <section className="bare">
      <h2>{t('wages.reconciliation')}</h2>
      <Loaded query={query} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <Alert type="success" showIcon title={t('wages.reconciled')} />
          ) : (
            <Alert
              type="warning"
              showIcon
              title={t('wages.mismatches', { n: items.length })}
              description={
                <ul className="plain answers">
                  {items.map(({ key, kind, text_zh, text_en, expected_fen, found_fen }) => (
                    <li key={`${kind} ${key}`}>
                      {pick(text_zh, text_en)} <span className="small">{t('wages.expectedFound', { a: yuan(expected_fen), b: yuan(found_fen) })}</span>
                    </li>
                  ))}
                </ul>
              }
            />
          )
        }
      </Loaded>
    </section>
  );
}

function Files({ project }: { project: Project }): ReactElement {
  const { t } = useTranslation();
  const { user } = useSession();
  const query = useQuery(bankFilesQuery(project.id));
  const name = (file: BankFile): ReactElement => {
    const words = textOr(`wages.fileKinds.${file.kind}`, file.kind);
    return mayFetchBankFiles(user) ? <a href={bankFileAddress(file.file_id)}>{words}</a> : <>{words}</>;
  };
  return (
    <section className="bare">
      <h2>{t('wages.files')}</h2>
      <Loaded query={query} rows={3}>
        {({ items }) => (
          <Records
            caption={t('wages.files')}
            rows={items.map((file) => ({ ...file, id: file.file_id }))}
            empty={t('wages.filesEmpty')}
            columns={[
              { key: 'kind', title: t('wages.files'), cell: name },
              { key: 'direction', title: t('wages.way'), cell: ({ direction }) => t(`wages.directions.${direction}`) },
              { key: 'lines', title: t('wages.count'), cell: ({ lines }) => t('wages.fileLines', { n: lines }) },
              { key: 'account', title: t('wageAccount.number'), cell: ({ account }) => <span className="mono">{account}</span> },
              { key: 'at', title: t('people.at'), cell: ({ at }) => <span className="tabular">{moment(at)}</span> },
            ]}
          />
        )}
      </Loaded>
    </section>
  );
}
