import PackagePlugin

/// Puts the report page together from the files of a target, as one Swift source.
@main
struct EmbedPage: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target as? any SourceModuleTarget else { return [] }
    let endings: Set<String> = ["css", "js", "mustache"]
    let files = module.sourceFiles.map(\.url).filter { endings.contains($0.pathExtension) }
      .sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "PageTemplate.swift")
    return [
      .buildCommand(
        displayName: "Embedding the page of \(module.name)",
        executable: try context.tool(named: "EmbedPageTool").url,
        arguments: [output.path] + files.map(\.path), inputFiles: files, outputFiles: [output])
    ]
  }
}
