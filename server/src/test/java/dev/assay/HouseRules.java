package dev.assay;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.assay.gate.Gate;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Who may know whom. The plan is in `ARCHITECTURE.md`; here it is checked.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class HouseRules {

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.assay");

    private static final List<String> ROOMS =
            List.of("inspect", "judge", "convert", "ledger", "store", "gate", "repo", "xet", "server", "cli");

    /// Unpack what is packed, and nothing else.
    private static final String[] DECOMPRESSION = {
        "org.apache.commons.compress..", "org.tukaani.xz..", "com.github.luben.zstd..", "net.jpountz.."
    };

    @Test
    void every_room_is_looked_at() {
        assertThat(HOUSE.stream().map(HouseRules::room).collect(Collectors.toSet()))
                .containsAll(ROOMS);
    }

    @Test
    void the_examination_room_has_no_other_door() {
        knowsOnly("inspect", DECOMPRESSION, "hostile bytes are read here, and what they reach must reach no further");
    }

    @Test
    void the_ledger_cannot_know_what_it_records() {
        knowsOnly("ledger", new String[0], "text crosses into it, never a type of another room");
    }

    @Test
    void rooms_know_the_rooms_before_them_and_no_others() {
        knowsRooms("inspect");
        knowsRooms("ledger");
        knowsRooms("store");
        knowsRooms("xet");
        knowsRooms("judge", "inspect");
        knowsRooms("convert", "inspect");
        knowsRooms("gate", "inspect", "judge", "ledger", "store");
        knowsRooms("repo", "inspect", "judge", "ledger", "store", "gate");
        knowsRooms("cli", "inspect", "judge", "convert", "ledger");
    }

    @Test
    void nobody_looks_back_toward_the_street() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.assay.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.assay.server..")
                .because("calls go inward and answers come back")
                .check(HOUSE);
    }

    @Test
    void the_rooms_form_a_line_and_not_a_ring() {
        slices().matching("dev.assay.(*)..").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void formats_do_not_know_each_other() {
        slices().matching("dev.assay.inspect.format.(*)..")
                .should()
                .notDependOnEachOther()
                .because("what a container holds meets whichever format claims it")
                .check(HOUSE);
    }

    @Test
    void git_has_one_room() {
        staysIn("the library's types do not leave it", new String[] {"dev.assay.repo.git.."}, "org.eclipse.jgit..");
    }

    @Test
    void sql_is_spoken_where_things_are_kept() {
        staysIn(
                "whoever speaks SQL decides what survives a crash",
                new String[] {"dev.assay.store..", "dev.assay.gate..", "dev.assay.repo..", "dev.assay.server.xet.."},
                "java.sql..",
                "javax.sql..",
                "org.springframework.jdbc..",
                "org.springframework.dao..",
                "org.sqlite..",
                "org.postgresql..",
                "org.flywaydb..");
    }

    @Test
    void http_stays_at_the_door() {
        staysIn(
                "a room must not know how it is reached",
                new String[] {"dev.assay.server.."},
                "org.springframework.boot..",
                "org.springframework.web..",
                "org.springframework.http..",
                "org.springframework.context..",
                "org.apache.catalina..",
                "org.apache.tomcat..",
                "org.apache.coyote..",
                "jakarta.servlet..",
                "gg.jte..");
    }

    @Test
    void we_ask_other_hubs_in_one_place() {
        staysIn(
                "a scan asks nobody unless it is given the name of something on a hub",
                new String[] {"dev.assay.server..", "dev.assay.cli.hub.."},
                "java.net.http..");
    }

    @Test
    void only_the_gate_writes_clearances() {
        constructors()
                .that()
                .areDeclaredIn(Gate.Clearance.class)
                .should()
                .bePrivate()
                .because("the vault opens for a clearance and for nothing else")
                .check(HOUSE);
    }

    @Test
    void nobody_else_calls_for_one_to_be_made() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Gate.class.getName())
                .should()
                .callConstructorWhere(target(owner(type(Gate.Clearance.class))))
                .check(HOUSE);
    }

    @Test
    void nobody_goes_round_the_compiler() {
        noClasses()
                .should()
                .callMethodWhere(target(name("setAccessible")))
                .because("a private constructor is a promise")
                .check(HOUSE);
    }

    @Test
    void nothing_is_ever_loaded() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ClassLoader.class)
                .because("we read what files say and never do what they say")
                .check(HOUSE);
    }

    @Test
    void only_the_gate_starts_processes() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.assay.gate..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ProcessBuilder.class)
                .orShould()
                .callMethodWhere(target(owner(type(Runtime.class))).and(target(name("exec"))))
                .because("the one process we start is the inspector's")
                .check(HOUSE);
    }

    private static void knowsOnly(String room, String[] libraries, String because) {
        var known = new ArrayList<>(List.of(libraries));
        known.addAll(List.of("dev.assay." + room + "..", "java..", "org.jspecify.."));
        classes()
                .that()
                .resideInAPackage("dev.assay." + room + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(known.toArray(String[]::new))
                .because(because)
                .check(HOUSE);
    }

    private static void knowsRooms(String room, String... others) {
        var known = new ArrayList<String>();
        known.add("dev.assay." + room + "..");
        for (var other : others) {
            known.add("dev.assay." + other + "..");
        }
        classes()
                .that()
                .resideInAPackage("dev.assay." + room + "..")
                .should()
                .onlyDependOnClassesThat(are(
                        resideOutsideOfPackages("dev.assay..").or(resideInAnyPackage(known.toArray(String[]::new)))))
                .check(HOUSE);
    }

    private static void staysIn(String because, String[] home, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages)
                .because(because)
                .check(HOUSE);
    }

    private static String room(JavaClass it) {
        var parts = it.getPackageName().split("\\.", -1);
        return parts.length < 3 ? "" : parts[2];
    }
}
