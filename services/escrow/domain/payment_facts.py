"""The facts that decide on payments out of the account, on who answers for arrears and on closing the account."""

from __future__ import annotations

from services.kernel.fact_kinds import COMMON, day, day_or_none, money, sums, word, yes_no
from services.kernel.facts import FactSchema

_DISPUTE = yes_no("engineering_dispute", "存在工程量、质量或者造价争议", "A dispute on quantity, quality or price is pending")
_ARREARS = money("arrears_fen", "欠薪金额", "Wages in arrears")

PAY_LINE_ALLOWED = FactSchema(
    (
        *COMMON,
        word("employer_kind", ("construction", "non_construction"), "用人单位是否属于工程建设领域", "Branch of the employer"),
        word("payee_kind", ("worker", "foreman", "supplier", "subcontractor_company"), "收款方", "To whom the line pays"),
        word("purpose", ("wages", "materials"), "用途", "What the line pays for"),
        word("channel", ("bank_transfer", "cash", "goods", "securities"), "支付方式", "Means of payment"),
        word("pays_from", ("wage_account", "own_funds"), "资金来源", "Source of the money"),
        yes_no(
            "account_holder_is_worker",
            "收款账户为农民工本人账户；不涉及账户为空",
            "The receiving account is in the worker's own name; null: no account involved",
            nullable=True,
        ),
        yes_no("card_at_account_bank", "收款卡由专户开户行发放", "The card is issued by the account bank", nullable=True),
        word("hired_by", ("subcontractor", "general_contractor", "employer"), "招用该农民工的单位", "Who hired this worker"),
        yes_no("worker_signed", "农民工已在工资表签字", "The worker signed the payroll line"),
        yes_no("subcontractor_signed", "分包单位已签字；没有分包为空", "The subcontractor signed; null: none involved", nullable=True),
        yes_no(
            "general_contractor_signed",
            "总承包单位已签字；没有总承包为空",
            "The general contractor signed; null: none involved",
            nullable=True,
        ),
        yes_no("form_sealed", "工资表已盖章", "The form bears the contractor's seal"),
        money("line_amount_fen", "指令付款金额", "Amount that the bank is told to pay"),
        money("signed_amount_fen", "签字工资表上的金额", "Amount on the signed form"),
        _DISPUTE,
    )
)

WHO_PAYS_FIRST = FactSchema(
    (
        *COMMON,
        word(
            "employer_kind",
            ("subcontractor", "general_contractor", "individual", "name_borrower", "non_construction"),
            "招用农民工的一方",
            "Who hired the worker",
        ),
        _DISPUTE,
        word(
            "cause",
            (
                "sub_default",
                "employer_default",
                "owner_late_money",
                "gc_late_money",
                "unlawful_award_by_owner",
                "unlawful_subcontract_by_gc",
                "whole_works_transferred",
                "lent_name",
                "unlawful_project",
            ),
            "已查明的欠薪原因",
            "Established cause of the arrears",
        ),
        _ARREARS,
        money(
            "owner_unsettled_fen",
            "建设单位与总承包单位未结清的工程款",
            "Engineering money not settled between owner and general contractor",
        ),
        money(
            "gc_unsettled_to_sub_fen",
            "总承包单位与分包单位未结清的工程款",
            "Engineering money not settled between general contractor and subcontractor",
        ),
        sums("sub_claims_fen", "各分包的工资债权（按顺序）", "Wage claims by subcontractor, in order"),
        day("stop_duty_from", "停工义务开始之日", "Day on which the duty to stop began"),
        day("arrears_period_from", "欠薪的第一个工作日", "First wage day of the arrears"),
        yes_no("continued_after_stop_duty", "停工义务开始后仍继续施工", "The unit went on working after the duty to stop"),
        yes_no(
            "gc_objects_owner_unpaid",
            "总承包单位以建设单位未付款为由抗辩",
            "The general contractor objects that the owner has not paid it",
        ),
    )
)

CLOSE_ALLOWED = FactSchema(
    (
        *COMMON,
        _ARREARS,
        yes_no("written_promise", "已书面承诺无欠薪", "The written promise that nothing is owed was given"),
        yes_no("works_completed", "工程已完工", "The works are finished"),
        yes_no("contractor_or_bank_changed", "更换施工单位或者开户银行", "Contractor or account bank is being replaced"),
        day_or_none(
            "notice_posted_on", "公示首日（此后一直公示）；未公示为空", "First day of the public notice, kept up since; null: none"
        ),
        yes_no("open_arrears_case", "有未办结的欠薪案件", "An arrears case is open"),
        yes_no("open_wage_suit", "有未办结的工资仲裁或者诉讼", "An arbitration or suit on wages is open"),
        word("owner_opinion", ("agree",), "建设单位对销户的意见；没有为空", "Opinion of the owner on closing; null: none", nullable=True),
        word(
            "construction_authority_opinion",
            ("agree",),
            "建设行政主管部门的意见；没有为空",
            "Opinion of the construction authority; null: none",
            nullable=True,
        ),
    )
)
