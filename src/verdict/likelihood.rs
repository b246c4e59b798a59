//! How probable a judgement is, in the words of ICD 203. Never mixed with how bad it is.

use crate::text::vocabulary::vocabulary;

vocabulary! {
    /// A likelihood word, the most probable first.
    pub enum Likelihood {
        /// 95–99 %.
        AlmostCertain = "almost_certain",
        /// 80–95 %.
        VeryLikely = "very_likely",
        /// 55–80 %.
        Likely = "likely",
        /// 45–55 %.
        RoughlyEven = "roughly_even",
        /// 20–45 %.
        Unlikely = "unlikely",
        /// 5–20 %.
        VeryUnlikely = "very_unlikely",
        /// 1–5 %.
        AlmostNoChance = "almost_no_chance",
    }
}

impl Likelihood {
    /// The word as it is spoken.
    pub fn words(self) -> &'static str {
        match self {
            Likelihood::AlmostCertain => "almost certain",
            Likelihood::VeryLikely => "very likely",
            Likelihood::Likely => "likely",
            Likelihood::RoughlyEven => "roughly even",
            Likelihood::Unlikely => "unlikely",
            Likelihood::VeryUnlikely => "very unlikely",
            Likelihood::AlmostNoChance => "almost no chance",
        }
    }

    /// The most probable that anything else can be beside what is this probable.
    pub(crate) fn rest(self) -> Likelihood {
        match self {
            Likelihood::AlmostCertain => Likelihood::AlmostNoChance,
            Likelihood::VeryLikely => Likelihood::VeryUnlikely,
            Likelihood::Likely => Likelihood::Unlikely,
            _ => Likelihood::RoughlyEven,
        }
    }

    /// Its range in percent.
    pub fn range(self) -> &'static str {
        match self {
            Likelihood::AlmostCertain => "95\u{2013}99 %",
            Likelihood::VeryLikely => "80\u{2013}95 %",
            Likelihood::Likely => "55\u{2013}80 %",
            Likelihood::RoughlyEven => "45\u{2013}55 %",
            Likelihood::Unlikely => "20\u{2013}45 %",
            Likelihood::VeryUnlikely => "5\u{2013}20 %",
            Likelihood::AlmostNoChance => "1\u{2013}5 %",
        }
    }
}
