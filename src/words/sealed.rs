//! What is said when the values travel sealed from the Entra administrator's browser to the one that asked for them.

use super::Words;
use super::language::{say, texts};
use crate::graph::failure::visible;
use crate::handover::packet::Refusal;
use crate::handover::request::NotARequest;
use chrono::{DateTime, Utc};

texts! {
    /// On the first screen, for who has no rights in Entra.
    request_values: "Request values", "값 요청";
    request_values_hint: "For whoever manages Customer Manager and has no administrator's account in Microsoft Entra: ask the Entra administrator for the values. They come sealed, and only this browser can open them.", "Microsoft Entra 관리자 계정이 없는 Customer Manager 담당자용입니다. Entra 관리자에게 값을 요청하십시오. 값은 봉인되어 전달되며 이 브라우저에서만 열 수 있습니다.";
    opening: "Opening the link…", "링크를 여는 중…";
    your_name: "Your name", "이름";
    your_name_hint: "As the Entra administrator knows you, for example Kim Minsu (Partner Ltd). They see it with the request.", "Entra 관리자가 알아볼 수 있는 이름을 입력하십시오. 예: 김민수 (파트너사). 요청과 함께 표시됩니다.";
    name_refused: "Type your name, with at most 60 characters.", "이름을 60자 이내로 입력하십시오.";
    make_request: "Make the request", "요청 만들기";
    request_made: "The request is made", "요청을 만들었습니다";
    send_link: "Send this link to the Entra administrator, by e-mail or chat. It is not secret.", "이 링크를 이메일이나 채팅으로 Entra 관리자에게 보내십시오. 비밀 정보가 아닙니다.";
    send_text: "Send this text to the Entra administrator, by e-mail or chat. It is not secret. They paste it into Entra Handover, under Request values.", "이 텍스트를 이메일이나 채팅으로 Entra 관리자에게 보내십시오. 비밀 정보가 아닙니다. 관리자는 Entra Handover의 값 요청 화면에 붙여 넣습니다.";
    read_fingerprint: "Compare the fingerprint by phone, or face to face: read these digits to each other. Not in the e-mail or chat that carries the link: who can change the one can change the other.", "지문을 전화로 또는 직접 만나 서로 읽어 확인하십시오. 링크를 보낸 이메일이나 채팅으로 확인하면 안 됩니다. 하나를 바꿀 수 있는 사람은 다른 하나도 바꿀 수 있습니다.";
    open_answer: "Open the link that comes back in this browser. The key stays here for 30 days.", "돌아온 링크를 이 브라우저에서 여십시오. 키는 이 브라우저에 30일 동안 보관됩니다.";
    fingerprint: "Fingerprint", "지문";
    request_link: "Request link", "요청 링크";
    sealed_link: "Sealed link", "봉인된 링크";
    copy_link: "Copy the link", "링크 복사";
    open_here: "Open what you were sent", "받은 링크 열기";
    open_here_hint: "A sealed link, or a request of somebody else. In the extension this is the way to open one.", "봉인된 링크 또는 다른 사람의 요청입니다. 확장 프로그램에서는 여기에서 엽니다.";
    link: "Link", "링크";
    open: "Open", "열기";
    no_link: "This is neither a request nor a sealed link of Entra Handover. Copy the whole link and paste it again.", "Entra Handover의 요청이나 봉인된 링크가 아닙니다. 링크 전체를 복사하여 다시 붙여 넣으십시오.";
    open_requests: "Your open requests", "진행 중인 요청";
    forget: "Forget", "삭제";
    show: "Show", "보기";
    asked_by: "Asked by", "요청한 사람";
    asked_on: "Asked on", "요청한 날짜";
    asked_title: "Somebody asks for the values", "값 요청이 있습니다";
    asked_intro: "You set up the application as always, and at the end the values are sealed: only the browser that made this request can open them. The name is what they typed, and proves nothing.", "애플리케이션을 평소와 같이 설정하면 마지막에 값이 봉인됩니다. 이 요청을 만든 브라우저에서만 열 수 있습니다. 이름은 요청한 사람이 입력한 것이며 아무것도 증명하지 않습니다.";
    compare_first: "Call them, at a number that you knew before, and compare the fingerprint. If it differs, somebody has changed the link: do not go on.", "이전부터 알고 있던 번호로 전화하여 지문을 확인하십시오. 다르면 누군가 링크를 바꾼 것이므로 계속하지 마십시오.";
    compared: "I have compared the fingerprint with them, and it is the same.", "요청한 사람과 지문을 비교했으며 동일합니다.";
    to_sign_in: "Continue to the sign-in", "로그인으로 계속";
    set_aside: "Set the request aside", "요청 보류";
    seal_words: "Only the browser that made the request can open the link, for seven days at most. Send it in any way: it holds no readable secret.", "요청을 만든 브라우저에서만 최대 7일 동안 링크를 열 수 있습니다. 읽을 수 있는 비밀이 들어 있지 않으므로 어떤 방법으로 보내도 됩니다.";
    seal_waits: "It can be pressed as soon as Microsoft Entra shows the new secret everywhere.", "Microsoft Entra의 모든 곳에 새 비밀이 표시되면 누를 수 있습니다.";
    seal_decide: "Nothing is sealed before you decide about the message above.", "위 메시지에 대해 결정하기 전에는 봉인되지 않습니다.";
    seal_failed: "The browser could not seal the values: the key in the request is not one, or the browser has no Web Cryptography. Ask for a new request, or hand over in another way.", "브라우저에서 값을 봉인할 수 없습니다. 요청의 키가 올바르지 않거나 브라우저에 Web Cryptography가 없습니다. 새 요청을 받거나 다른 방법으로 전달하십시오.";
    hand_over: "Hand over", "전달";
    three_values: "The three values", "세 가지 값";
    tenant: "Tenant", "테넌트";
    sealed_by: "Sealed by", "봉인한 사람";
    says_packet: "as the packet says", "패킷에 적힌 내용";
    opens_until: "The link opens until", "링크 사용 기한";
    secret_ends: "The secret ends on", "비밀 만료일";
    compare_tenant: "Whoever had your request can have sealed this. Check with the Entra administrator that the tenant is theirs before you save it.", "요청을 받은 누구나 이 값을 봉인했을 수 있습니다. 저장하기 전에 테넌트가 맞는지 Entra 관리자에게 확인하십시오.";
    opens_again: "Until you finish, the link can be opened again in this browser.", "마치기 전까지는 이 브라우저에서 링크를 다시 열 수 있습니다.";
    key_gone: "This browser has destroyed the key: the link opens nothing any more.", "이 브라우저에서 키를 삭제했으므로 링크로 아무것도 열 수 없습니다.";
    finish: "Finish", "마침";
    not_handed_over: "The values have not been handed over", "값이 전달되지 않았습니다";
    finish_loses: "If you finish now, the link opens nothing any more, and you need a new request. Or close this page, and open the link again later.", "지금 마치면 링크로 아무것도 열 수 없으며 새 요청이 필요합니다. 또는 이 페이지를 닫고 나중에 링크를 다시 여십시오.";
    finish_anyway: "Finish all the same", "그래도 마침";
    go_back: "Go back", "돌아가기";
    start_over: "Start over", "처음부터 다시";
    back: "Back", "뒤로";
    sealed_for: "Sealed for", "받는 사람";
    not_confirmed: "not confirmed by Customer Manager", "Customer Manager에서 확인되지 않음";
}

/// The name that somebody gave themselves, to be shown.
pub fn shown(name: &str) -> String {
    visible(name)
}

pub fn seal_for(name: &str) -> String {
    let name = shown(name);
    say!("Seal for {name}", "{name} 님용으로 봉인")
}

/// On the sign-in screen.
pub fn to_be_sealed_for(name: &str) -> String {
    let name = shown(name);
    say!(
        "The values will be sealed for {name}.",
        "값은 {name} 님용으로 봉인됩니다."
    )
}

pub fn sealed_until(date: &str) -> String {
    say!(
        "Send this link back. It can be opened until {date}.",
        "이 링크를 회신하십시오. {date}까지 열 수 있습니다."
    )
}

pub fn expires(date: &str) -> String {
    say!("until {date}", "{date}까지")
}

/// The values were sealed, and the link was taken.
pub fn was_sealed() -> Words {
    Words::new(
        say!("The values are sealed", "값을 봉인했습니다"),
        say!(
            "Customer Manager has not confirmed them: ask whether the link was opened and the values were saved.",
            "Customer Manager에서 아직 확인하지 않았습니다. 링크를 열고 값을 저장했는지 받는 사람에게 문의하십시오."
        ),
    )
    .act(say!(
        "If nobody opens the link in time, renew the secret and seal the new one.",
        "기한 내에 링크를 열지 않으면 비밀을 갱신하고 새 비밀을 봉인하십시오."
    ))
}

/// The values were handed over, or given up: the key is gone.
pub fn finished() -> Words {
    Words::new(say!("Finished", "완료되었습니다"), key_gone())
}

/// The values are out of this page, and the key could not be destroyed.
pub fn key_stays() -> Words {
    Words::new(
        say!(
            "The key is still in this browser",
            "키가 이 브라우저에 남아 있습니다"
        ),
        say!(
            "The browser did not let go of it, so that the sealed link can still be opened here.",
            "브라우저가 키를 삭제하지 못했으므로 봉인된 링크를 여기서 계속 열 수 있습니다."
        ),
    )
    .act(say!(
        "Open Request values and press Forget, or clear the data of this site.",
        "값 요청을 열고 삭제를 누르거나 이 사이트의 데이터를 삭제하십시오."
    ))
}

/// Why a request is not followed.
pub fn not_a_request(why: NotARequest) -> Words {
    let title = say!("The request cannot be used", "요청을 사용할 수 없습니다");
    let anew = say!(
        "Ask for a new request link, made by Request values.",
        "값 요청에서 만든 새 요청 링크를 받으십시오."
    );
    let text = match why {
        NotARequest::Garbled => say!(
            "The link is cut off or was changed.",
            "링크가 잘렸거나 변경되었습니다."
        ),
        NotARequest::OtherVersion => other_version(),
        NotARequest::Old => say!(
            "It is more than 30 days old: the browser that made it has no key for it any more.",
            "30일이 지났습니다. 요청을 만든 브라우저에 더 이상 키가 없습니다."
        ),
        NotARequest::Early => say!(
            "By this device's clock it comes from the future: this clock or theirs is wrong.",
            "이 장치의 시계로는 미래에 만든 요청입니다. 이 장치나 상대방 장치의 시계가 잘못되었습니다."
        ),
    };
    Words::new(title, text).act(anew)
}

fn other_version() -> String {
    say!(
        "It was made by another version of Entra Handover. Reload both pages.",
        "다른 버전의 Entra Handover에서 만들었습니다. 양쪽 페이지를 다시 로드하십시오."
    )
}

/// Why a sealed link is not opened.
pub fn refusal(why: Refusal, date: impl Fn(DateTime<Utc>) -> String) -> Words {
    let title = say!(
        "The sealed link was not opened",
        "봉인된 링크를 열지 않았습니다"
    );
    let renew = say!(
        "Ask the Entra administrator to renew the secret and to seal it for you again.",
        "Entra 관리자에게 비밀을 갱신하고 다시 봉인해 달라고 요청하십시오."
    );
    let whole = say!(
        "Copy the whole link, or ask for it again.",
        "링크 전체를 복사하거나 다시 받으십시오."
    );
    let (text, act) = match why {
        Refusal::Garbled => (
            say!(
                "The link is cut off or was changed.",
                "링크가 잘렸거나 변경되었습니다."
            ),
            whole,
        ),
        Refusal::OtherVersion => (other_version(), whole),
        Refusal::NoKey => (
            say!(
                "This browser has no key for it. Another browser or profile asked for it, or the values were handed over already and the key was destroyed.",
                "이 브라우저에는 해당 키가 없습니다. 다른 브라우저나 프로필에서 요청했거나, 값이 이미 전달되어 키가 삭제되었습니다."
            ),
            say!(
                "Open the link in the browser that made the request. If that was the extension, paste it there under Request values.",
                "요청을 만든 브라우저에서 링크를 여십시오. 확장 프로그램에서 요청했다면 값 요청 화면에 붙여 넣으십시오."
            ),
        ),
        Refusal::Over { until } => {
            let until = date(until);
            (
                say!(
                    "It could be opened until {until}.",
                    "{until}까지만 열 수 있었습니다."
                ),
                renew,
            )
        }
        Refusal::Early { sealed } => {
            let sealed = date(sealed);
            (
                say!(
                    "It was sealed on {sealed}, which is in the future by this device's clock.",
                    "이 장치의 시계로는 미래인 {sealed}에 봉인되었습니다."
                ),
                say!(
                    "Set this device's clock right, and open the link again.",
                    "이 장치의 시계를 맞추고 링크를 다시 여십시오."
                ),
            )
        }
        Refusal::Superseded { by } => {
            let by = date(by);
            (
                say!(
                    "This browser has opened a newer one for the same application, sealed on {by}. The secret in this one is old.",
                    "이 브라우저에서 같은 애플리케이션에 대해 {by}에 봉인된 더 새로운 링크를 열었습니다. 이 링크의 비밀은 오래된 것입니다."
                ),
                say!(
                    "Open the newest link that you were sent.",
                    "가장 최근에 받은 링크를 여십시오."
                ),
            )
        }
        Refusal::Altered => (
            say!(
                "It was changed on its way, or was not sealed for this browser. Nothing of it is used.",
                "전달 중에 변경되었거나 이 브라우저용으로 봉인되지 않았습니다. 내용은 사용되지 않습니다."
            ),
            whole,
        ),
    };
    Words::new(title, text).act(act)
}
