using OciFs.Corpus;
using OciFs.Reference.Cases;
using OciFs.Reference.Layout;

switch (args)
{
    case ["layout", var folder]:
        EdgeCases.Write(new LayoutBuilder(folder));
        return 0;
    case ["names", var layout]:
        Console.WriteLine(string.Join('\n', new CaseCorpus(layout, layout).Names));
        return 0;
    case ["serve", var layout]:
        Registry.Serve(layout);
        return 0;
    case ["tree", var root, var since]:
        Console.Write(ToldTree.Of(root, long.Parse(since)));
        return 0;
    case ["judge", var layout, var answers, var target]:
        new Judgement(layout, answers).Write(target);
        return 0;
    default:
        Console.Error.WriteLine("""
            usage: OciFs.Corpus layout FOLDER           writes the generated cases
                                names LAYOUT            the images of a layout
                                serve LAYOUT            is a registry on a port of 127.0.0.1, which it prints, until its input ends
                                tree ROOT SECONDS       tells a tree; times from SECONDS on are "now"
                                judge LAYOUT ANSWERS TARGET  groups what the set-ups made: TARGET/expected, TARGET/tools.json
            """);
        return 2;
}
