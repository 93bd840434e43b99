import PackagePlugin

/// Writes the profiles of a target's folder into one Swift source, so that the program needs no
/// files beside it.
@main
struct EmbedProfiles: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let module = target as? any SourceModuleTarget else { return [] }
    let profiles = module.sourceFiles.map(\.url).filter { $0.pathExtension == "json5" }
      .sorted { $0.path < $1.path }
    let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedProfiles.swift")
    return [
      .buildCommand(
        displayName: "Embedding the device profiles",
        executable: try context.tool(named: "EmbedProfilesTool").url,
        arguments: [output.path] + profiles.map(\.path),
        inputFiles: profiles, outputFiles: [output])
    ]
  }
}
