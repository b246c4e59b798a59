//! Accounts that release software, by their names.

/// Accounts that people give to machines which release software.
const RELEASE_ACCOUNTS: &[&str] = &[
    "deploy",
    "deployer",
    "deployment",
    "ci",
    "cicd",
    "forge",
    "jenkins",
    "gitlab-runner",
    "gitlab",
    "github",
    "runner",
    "actions",
    "envoyer",
    "capistrano",
    "ansible",
    "release",
    "buildkite",
    "circleci",
    "teamcity",
    "bamboo",
    "argocd",
];

/// Whether an account is one of a release machine by its name.
pub(crate) fn is_release_account(user: &str) -> bool {
    let lower = user.to_ascii_lowercase();
    RELEASE_ACCOUNTS.iter().any(|name| {
        lower == *name || lower.strip_prefix(name).is_some_and(|rest| rest.starts_with(['-', '_']))
    })
}
