"""The namespaces and terms of the model; the only Python file that holds IRIs."""

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace, URIRef
from rdflib.namespace import DefinedNamespace

BASE = Namespace("https://w3id.org/tech-partnerships/")
ENTITY = Namespace(BASE["entity/"])
SOURCE = Namespace(BASE["source/"])
# Of relations that a workspace declares itself, unless it gives them a namespace of its own.
RELATION = Namespace(BASE["relation/"])

# The graphs that hold the ontology and the entities; a source's graph has the source's IRI.
ONTOLOGY = BASE["ontology"]
ENTITIES = BASE["entity"]
# At a service: the graph that says which graphs were uploaded there.
PUBLISHED = BASE["published"]

OA = Namespace("http://www.w3.org/ns/oa#")
CSVW = URIRef("http://www.w3.org/ns/csvw")
VANN = Namespace("http://purl.org/vocab/vann/")


class TP(DefinedNamespace):
    """The terms of the ontology; a test compares them with `ontology/partnerships.ttl`."""

    _NS = Namespace(BASE["ontology#"])
    _fail = True

    Agent: URIRef
    Arena: URIRef
    Bound: URIRef
    BusinessUnit: URIRef
    Claim: URIRef
    Company: URIRef
    ConstructionProject: URIRef
    Document: URIRef
    Entity: URIRef
    Evidence: URIRef
    Field: URIRef
    Firmness: URIRef
    Form: URIRef
    FundingRound: URIRef
    Goal: URIRef
    Group: URIRef
    HiringProgramme: URIRef
    Investment: URIRef
    Laboratory: URIRef
    Modality: URIRef
    Offering: URIRef
    Organization: URIRef
    Outcome: URIRef
    Passage: URIRef
    Person: URIRef
    Place: URIRef
    Polarity: URIRef
    Proposal: URIRef
    Quantity: URIRef
    ResearchActivity: URIRef
    ResearchInstitution: URIRef
    Source: URIRef
    Undertaking: URIRef
    Value: URIRef
    achieves: URIRef
    acquires: URIRef
    affects: URIRef
    affirmed: URIRef
    agreed: URIRef
    agreement: URIRef
    aimsFor: URIRef
    amount: URIRef
    announcedIn: URIRef
    appoints: URIRef
    approximately: URIRef
    assists: URIRef
    atLeast: URIRef
    atMost: URIRef
    attributedTo: URIRef
    audience: URIRef
    between: URIRef
    bound: URIRef
    cannotBeTold: URIRef
    cited: URIRef
    coFounded: URIRef
    commitsToBuyFrom: URIRef
    competesWith: URIRef
    condition: URIRef
    conditional: URIRef
    contendsWith: URIRef
    contributesRevenueTo: URIRef
    cooperatesWith: URIRef
    countsAs: URIRef
    cue: URIRef
    deadlineYear: URIRef
    denied: URIRef
    directQuote: URIRef
    disputesWith: URIRef
    distributesFor: URIRef
    duration: URIRef
    evidence: URIRef
    exactly: URIRef
    fact: URIRef
    familyName: URIRef
    field: URIRef
    firmness: URIRef
    form: URIRef
    founded: URIRef
    goal: URIRef
    growsIn: URIRef
    has: URIRef
    hasActivityTieTo: URIRef
    hasFinancialTieTo: URIRef
    hasOwnershipTieTo: URIRef
    hasPurpose: URIRef
    hasRevenue: URIRef
    heading: URIRef
    headline: URIRef
    hint: URIRef
    holdsStakeIn: URIRef
    indirectSpeech: URIRef
    integratesWith: URIRef
    intended: URIRef
    inverseSingleValued: URIRef
    investsIn: URIRef
    investsThroughJointVentureIn: URIRef
    isAmongFastestGrowingOf: URIRef
    isCertifiedBy: URIRef
    isUnitOf: URIRef
    isValuedAt: URIRef
    kept: URIRef
    jointlyWith: URIRef
    leads: URIRef
    leavesOpen: URIRef
    lessThan: URIRef
    licensesTo: URIRef
    makesInvestment: URIRef
    memberOf: URIRef
    mergesWith: URIRef
    missed: URIRef
    modality: URIRef
    moreThan: URIRef
    narration: URIRef
    noticedBy: URIRef
    object: URIRef
    offers: URIRef
    operatesIn: URIRef
    opinion: URIRef
    outcome: URIRef
    outcomeShownBy: URIRef
    partnersWith: URIRef
    passage: URIRef
    payment: URIRef
    plan: URIRef
    polarity: URIRef
    prediction: URIRef
    presupposition: URIRef
    proposedAmount: URIRef
    proposedModality: URIRef
    proposedObject: URIRef
    proposedPolarity: URIRef
    proposedRelation: URIRef
    proposedSpeaker: URIRef
    proposedSubject: URIRef
    quoted: URIRef
    raisesMoneyIn: URIRef
    readsAffirmed: URIRef
    readsBare: URIRef
    readsDenied: URIRef
    relatedTo: URIRef
    relation: URIRef
    retracted: URIRef
    sign: URIRef
    singleValued: URIRef
    sitsOnBoardOf: URIRef
    speculation: URIRef
    stated: URIRef
    step: URIRef
    subject: URIRef
    suggested: URIRef
    summary: URIRef
    supplies: URIRef
    takesPartInRound: URIRef
    text: URIRef
    undertakes: URIRef
    unit: URIRef
    unstated: URIRef
    upperValue: URIRef
    uses: URIRef
    value: URIRef
    when: URIRef
    wording: URIRef


# The graphs of direct triples, firmest first.
DIRECT_GRAPHS = (TP.stated, TP.agreed, TP.intended, TP.suggested)

# What a query may use without declaring it, and what every export declares.
PREFIXES = {
    "tp": str(TP),
    "entity": str(ENTITY),
    "source": str(SOURCE),
    "relation": str(RELATION),
    "dcterms": str(DCTERMS),
    "oa": str(OA),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "skos": str(SKOS),
    "vann": str(VANN),
    "xsd": str(XSD),
}


def term_iri(name: str) -> URIRef:
    """The IRI of a term: of ours by its local name, of a relation of a workspace's own as it is.

    AttributeError if the ontology does not have it.
    """
    return URIRef(name) if ":" in name else TP[name]


def term_name(iri: str) -> str:
    """The name of a term: the local name of ours, of any other the whole IRI."""
    return iri.removeprefix(str(TP))
