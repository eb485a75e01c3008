"""The facts that decide on subcontracts and on entering the site, by the names under which everybody gives them."""

from __future__ import annotations

from services.kernel.fact_kinds import COMMON, day_or_none, moment, text, word, yes_no
from services.kernel.facts import FactSchema

SUBCONTRACT_ALLOWED = FactSchema(
    (
        *COMMON,
        word("subcontract_kind", ("labour", "professional"), "分包类别", "Whether labour or a part of the works is given out"),
        word(
            "awarding_party",
            ("general_contractor", "professional_contractor", "labour_subcontractor"),
            "发包方",
            "Who gives the work out",
        ),
        word("receiving_party_kind", ("enterprise", "individual", "foreman_team"), "承接方", "Who takes the work on"),
        day_or_none(
            "qualification_valid_until",
            "资质有效期最后一日（含当日）；没有资质为空",
            "Last day on which the register shows a qualification, that day included; null: none",
        ),
        yes_no("qualification_covers_work", "资质覆盖该工程", "The registered qualification covers this work"),
        text(
            "qualification_override_reason",
            "工作人员破例的理由；未破例为空",
            "Reason a person gave for going against the register; null: nobody tried, an empty text: tried without a reason",
        ),
        yes_no("states_wage_amount", "分包合同写明工资数额", "The subcontract states the wage amount"),
        yes_no("states_payment_method", "分包合同写明工资支付方式", "The subcontract states how wages are paid"),
        yes_no("states_measuring_period", "分包合同写明计量周期", "The subcontract states the measuring period"),
        yes_no("states_settlement_method", "分包合同写明进度结算办法", "The subcontract states how progress is settled"),
        yes_no("whole_works_transferred", "全部工程转给他人", "All the works are passed on to somebody else"),
        yes_no("main_structure", "分包的是主体结构", "The main structure is what is subcontracted"),
        yes_no(
            "allowed_by_contract_or_owner",
            "总包合同约定或者建设单位认可",
            "The head contract names this subcontract, or the owner approved it",
        ),
    )
)

SITE_ENTRY = FactSchema(
    (
        *COMMON,
        moment("labour_contract_signed_at", "书面劳动合同签订时间；未签为空", "When the written labour contract was signed", nullable=True),
        moment("real_name_registered_at", "实名登记完成时间；未登记为空", "When the real-name registration was done", nullable=True),
        moment("entry_at", "所判定的进场时间", "The entry that is decided"),
        day_or_none(
            "first_entry_on", "此前已记录的首次进场日", "Day of a first entry that was recorded although it should not have happened"
        ),
        yes_no("site_can_be_closed", "工地已封闭或者能够封闭", "The site is closed or can be closed"),
        word("attendance_method", ("face", "fixed_point", "card"), "进场打卡方式", "How the entry is clocked"),
    )
)
