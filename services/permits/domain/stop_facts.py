"""The facts that decide on stopping works and on acceptance, by the names under which everybody gives them."""

from __future__ import annotations

from services.kernel.fact_kinds import COMMON, day, day_or_none, money, word, yes_no
from services.kernel.facts import Fact, FactSchema

ARREARS_STATUS = ("pay_order", "admitted_list", "accepted_complaint", "unexamined_complaint", "closed_unfounded")
_INSTALMENT = money("instalment_fen", "到期应付的合同款", "Instalment of contract money that fell due")
_PAID = money("paid_fen", "至判定日已付该期款项", "Paid of that instalment by the day of the decision")
_DUE_ON = day_or_none(
    "contract_payment_due_on",
    "该期款项的合同付款日；合同没有约定为空",
    "Day on which the contract makes the instalment due; null: it names none",
)
_CERTIFIED_ON = day("progress_certified_on", "进度确认日", "Day on which progress was certified; counts where the contract names no day")

STOP_BASIS = FactSchema(
    (
        *COMMON,
        money("certified_progress_fen", "当月经确认的进度款", "Progress certified for the month"),
        money(
            "agreed_labour_cost_fen",
            "合同约定当期应付人工费用；0 表示合同没有约定",
            "Labour cost that the contract makes due for the period; 0: the contract states none",
        ),
        money("transferred_to_wage_account_fen", "建设单位当期打入专户的金额", "What the owner put into the wage account for the period"),
        word(
            "asked_by",
            ("sector_authority", "subcontractor", "enforcement_authority", "contractor"),
            "提出方：行业主管部门、分包单位、人社或者住建部门、施工单位",
            "Who wants to know: the sector authority, a subcontractor, the human resources or housing bureau, or the contractor",
        ),
        _DUE_ON,
        _CERTIFIED_ON,
        _INSTALMENT,
        _PAID,
        word(
            "violation",
            (
                "none",
                "no_wage_account",
                "wage_account_misused",
                "no_deposit",
                "no_real_name_system",
                "owner_labour_cost_late",
                "owner_no_payment_guarantee",
                "no_site_board",
                "no_wage_ledger",
            ),
            "主管部门查明的违法情形",
            "Violation found by the authority",
        ),
        day_or_none("order_served_on", "责令改正送达日；未送达为空", "Day on which the order to correct was served; null: none"),
        day_or_none("order_correct_by", "责令改正的最后一日（含当日）", "Last day of the order to correct, that day included"),
        day_or_none("corrected_on", "改正之日；未改正为空", "Day of correction; null: not corrected"),
    )
)

STOP_WORK_DUE = FactSchema(
    (
        *COMMON,
        _DUE_ON,
        _CERTIFIED_ON,
        _INSTALMENT,
        _PAID,
        day_or_none("fully_paid_on", "该期款项付清之日；未付清为空", "Day on which the instalment was paid in full; null: it was not"),
        word(
            "unit_kind",
            ("labour_subcontractor", "professional_contractor", "general_contractor"),
            "所判定的单位",
            "Unit whose duty to stop is decided",
        ),
        word("defaulting_payer", ("construction_unit", "general_contractor"), "未付合同款的一方", "Who does not pay the contract money"),
        yes_no("payer_claims_solvency", "付款方自称有支付能力", "The payer says that it is able to pay"),
    )
)

ACCEPTANCE_GATE = FactSchema(
    (
        *COMMON,
        word("step", ("acceptance", "filing"), "申请事项：竣工验收或者备案", "Step applied for on the day of the decision"),
        yes_no("contractor_certificate", "有施工单位出具的付款证明", "Certificate of payment issued by the contractor"),
        yes_no("supervisor_certificate", "有监理单位出具的付款证明", "Certificate of payment issued by the supervisor"),
        day_or_none(
            "certificate_covers_until",
            "证明所覆盖付款的最后一日（含当日）",
            "Last day whose payments the certificates cover, that day included",
        ),
        Fact(
            name="arrears_claims",
            kind="records",
            meaning_zh="本工程的工资债权：尚未支付的金额和状态",
            meaning_en="Wage claims on the project, each with the amount still unpaid and its status",
            members=(
                money("amount_fen", "尚未支付的金额", "Amount still unpaid"),
                word("status", ARREARS_STATUS, "债权状态", "Status of the claim"),
            ),
        ),
        money("owner_due_before_acceptance_fen", "合同约定验收前应付的工程款", "Contract money due before acceptance"),
        money("owner_paid_fen", "建设单位已付的工程款", "Contract money paid by the owner"),
        money(
            "retention_fen",
            "质量保证金（不计入验收前应付款）",
            "Retained quality money, unpaid and not part of what is due before acceptance",
        ),
        money(
            "settlement_balance_fen",
            "结算时应付的款项（不计入验收前应付款）",
            "Part due on final settlement, unpaid and not part of what is due before acceptance",
        ),
        day("acceptance_passed_on", "竣工验收合格之日", "Day on which acceptance was passed"),
    )
)
