"""The facts that decide on scope and permit, by the names under which everybody gives them. Money is integer fen."""

from __future__ import annotations

from services.kernel.fact_kinds import COMMON, money, valid_until, word, yes_no
from services.kernel.facts import FactSchema

IN_SCOPE = FactSchema(
    (
        word("project_place", ("shaoxing", "tuoli", "elsewhere"), "工程所在地", "Place of the works"),
        *COMMON,
        word(
            "employer_kind",
            ("construction", "non_construction"),
            "用人单位是否属于工程建设领域",
            "Branch of the employer that hired the worker",
            default="the branch follows from the project's sector",
        ),
        money("contract_price_fen", "施工合同价款", "Price agreed in the construction contract"),
    )
)

PERMIT_GATE = FactSchema(
    (
        *COMMON,
        yes_no("government_project", "政府投资项目", "The project is paid from public investment"),
        word(
            "funding_proof_kind",
            ("funding_statement", "budget_allocation", "contractor_advance", "none"),
            "资金落实凭证的种类；contractor_advance 表示仅靠施工单位垫资",
            "Document behind the funds; contractor_advance: nobody but the contractor finances the works",
        ),
        yes_no("funding_proof_for_this_project", "资金凭证写明本项目", "The proof of funds is made out for this project"),
        valid_until(
            "funding_proof_valid_until", "资金凭证有效期最后一日（含当日）", "Last day on which the proof of funds holds, that day included"
        ),
        yes_no("funds_confirmed_by_person", "工作人员已核实凭证内容", "An official has confirmed what the proof says"),
        yes_no("payment_guarantee_present", "已提交工程款支付担保", "The owner's payment guarantee lies in the file"),
        yes_no("payment_guarantee_for_this_project", "支付担保写明本项目", "The guarantee is made out for this project"),
        valid_until(
            "payment_guarantee_valid_until", "支付担保有效期最后一日（含当日）", "Last day on which the guarantee holds, that day included"
        ),
        yes_no(
            "guarantee_terms_cover_wage_shortfall",
            "担保通用条款写明工资款不足时的支付",
            "The guarantee's general terms cover a shortfall of wage money",
        ),
        yes_no(
            "contract_has_two_line_clause",
            "施工合同写明工程款与工资款分账拨付",
            "The construction contract pays works money and wage money apart",
        ),
        yes_no("wage_account_name_given", "已提交工资专户名称", "The name of the wage account was handed in"),
        yes_no("agency_agreement_present", "已提交银行代发工资协议", "The bank's agreement to pay out wages was handed in"),
        money("deposit_due_fen", "减免调整后应缴工资保证金", "Wage deposit owed for this project after any exemption or change"),
        money("deposit_paid_fen", "已缴现金保证金", "Wage deposit stored in cash"),
        money("deposit_guarantee_letter_fen", "替代现金的银行保函金额", "Amount of the bank's letter that stands in for cash"),
        word(
            "permit_deposit_mode",
            ("permit_condition", "notice_20_working_days"),
            "保证金是许可条件，还是发证后二十个工作日内存储",
            "Whether the deposit is a condition of the permit or falls due twenty working days after it",
            default="the parameter shaoxing.deposit_as_permit_condition decides",
        ),
    )
)
