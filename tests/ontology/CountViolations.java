import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.Profiles;

/** For each file: how often it breaks OWL 2 DL and OWL 2 RL, by the OWL API. */
public class CountViolations {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            OWLOntology ontology =
                OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(file));
            int dl = Profiles.OWL2_DL.checkOntology(ontology).getViolations().size();
            int rl = Profiles.OWL2_RL.checkOntology(ontology).getViolations().size();
            System.out.println(new File(file).getName() + " DL " + dl + " RL " + rl);
        }
    }
}
