"""The facts that decide on money for wages, by the names under which everybody gives them."""

from __future__ import annotations

from services.kernel.fact_kinds import COMMON, day, day_or_none, money, number, sums, text, word, yes_no
from services.kernel.facts import FactSchema

_PROGRESS = money("certified_progress_fen", "当月经确认的进度款", "Progress certified for the month")
_TRANSFERRED = money(
    "transferred_to_wage_account_fen", "建设单位当期打入专户的金额", "What the owner put into the wage account for the period"
)

LABOUR_COST_DUE = FactSchema(
    (
        *COMMON,
        sums("payments_fen", "当期支付的各笔工程款（毛额）", "Engineering payments being made in the period, each gross"),
        word("payment_kind", ("progress", "advance"), "工程款性质", "Kind of the payments", default="they are progress payments"),
        word("payment_form", ("bank_transfer", "commercial_bill", "goods"), "工程款支付形式", "How the engineering money is paid"),
        _PROGRESS,
        money(
            "agreed_labour_cost_fen",
            "合同约定当期应付人工费用；0 表示合同没有约定",
            "Labour cost that the contract makes due for the period; 0: the contract states none",
        ),
        money("returned_deposit_in_payments_fen", "各笔付款中所含退还的保证金", "Returned deposits contained in the payments"),
    )
)

BALANCE_FORECAST = FactSchema(
    (
        *COMMON,
        _PROGRESS,
        money("balance_fen", "判定时专户余额", "Balance of the wage account at the moment of the decision"),
        sums("wages_last_three_fen", "最近三个月实发工资（由远到近）", "Wages paid in the last three months, oldest first"),
        number("headcount_base", "persons", "基准月人数", "Headcount of the base month"),
        number("planned_headcount", "persons", "下月计划人数", "Headcount planned for next month"),
        yes_no("first_month", "尚未发过工资", "No month has been paid yet"),
        number("contract_monthly_rate_fen", "fen per person and month", "合同约定的人均月工资", "Contract rate a person and month"),
        money("officer_forecast_fen", "劳资专管员填写的预测数；未填为空", "Number put in by the labour officer; null: none", nullable=True),
        text("officer_reason", "劳资专管员填写该数的理由", "Reason for that number"),
        money("payroll_due_fen", "下一发薪日应发工资", "Payroll due at the coming payday"),
        day("payday_on", "约定的发薪日", "Agreed payday"),
        _TRANSFERRED,
        money("contractor_topped_up_fen", "施工单位补足的金额", "What the contractor added"),
    )
)

DEPOSIT_RATE = FactSchema(
    (
        *COMMON,
        money("contract_price_fen", "施工合同价款", "Price agreed in the construction contract"),
        number("base_rate_bp", "basis points of the contract price", "本地区基准比例（100 为 1%）", "Regional base rate (100 is 1%)"),
        day_or_none(
            "last_arrears_on", "在本地区最近一次欠薪的最后一日；从未欠薪为空", "Last day of wage arrears in this area; null: never"
        ),
        day("active_in_area_since", "在本地区承接首个项目之日", "First project of the firm in this area"),
        yes_no("on_serious_dishonesty_list", "因欠薪被列入失信惩戒名单", "On the list for wage arrears"),
        yes_no("real_name_kept", "各项目均落实实名制", "Real names kept on all projects"),
        yes_no("wage_account_kept", "各项目均落实专户", "Wage account kept on all projects"),
        number("active_projects_in_area", "projects", "在本地区的在建项目数", "Active projects of the firm in the area"),
        number(
            "multi_project_rate_bp",
            "basis points of the contract price",
            "多项目企业适用的下调比例；未定为空",
            "Lowered regional rate for firms with several projects; null: none set",
            nullable=True,
        ),
        number(
            "local_raise_arrears_percent",
            "percent",
            "本地规定的欠薪上浮幅度；未定为空",
            "Raise after arrears set by the local rule; null: none set",
            nullable=True,
        ),
        number(
            "local_raise_listed_percent",
            "percent",
            "本地规定的失信上浮幅度；未定为空",
            "Raise for listed firms set by the local rule; null: none set",
            nullable=True,
        ),
    )
)
